{{- define "reeve.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "reeve.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "reeve.labels" -}}
{{ include "reeve.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "reeve.image" -}}
{{- if .Values.image.digest }}{{ .Values.image.repository }}@{{ .Values.image.digest }}{{ else }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- /* More processes than the database has connections for would fail one after the other, at the worst moment. One process of each kind may start before its predecessor ends. */}}
{{- define "reeve.checkConnections" -}}
{{- $processes := add .Values.serve.replicas .Values.worker.replicas 2 }}
{{- $wanted := mul $processes .Values.database.connectionsPerProcess }}
{{- if gt $wanted (int64 .Values.database.maxConnections) }}
{{- fail (printf "%d processes (two of them while rolling) with %d connections each need %d, and database.maxConnections is %d." $processes (int64 .Values.database.connectionsPerProcess) $wanted (int64 .Values.database.maxConnections)) }}
{{- end }}
{{- end }}

{{- define "reeve.pod" -}}
{{- $root := .root }}
{{- $process := index $root.Values .component }}
metadata:
  labels:
    {{- include "reeve.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  serviceAccountName: {{ include "reeve.fullname" $root }}
  automountServiceAccountToken: false
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  # Longer than a job is given to stop or to hand itself back.
  terminationGracePeriodSeconds: 60
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    seccompProfile: { type: RuntimeDefault }
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "reeve.selector" $root | nindent 10 }}
          app.kubernetes.io/component: {{ .component }}
  containers:
    - name: reeve
      image: {{ include "reeve.image" $root | quote }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      args: [{{ .component }}]
      env:
        - { name: DATABASE_URL_FILE, value: /run/secrets/reeve/database-url }
        - { name: REEVE_MASTER_KEY_FILE, value: /run/secrets/reeve/master-key }
        - { name: REEVE_DATABASE_CONNECTIONS, value: {{ $root.Values.database.connectionsPerProcess | quote }} }
        {{- if eq .component "serve" }}
        # The ingress ends TLS; the network policy lets nobody else in.
        - { name: REEVE_BEHIND_TLS_PROXY, value: 'true' }
        {{- end }}
        {{- range $name, $value := $root.Values.settings }}
        - { name: {{ $name }}, value: {{ $value | quote }} }
        {{- end }}
      {{- if eq .component "serve" }}
      ports:
        - { name: http, containerPort: 7338 }
      startupProbe:
        httpGet: { path: /healthz, port: http }
        # The first start of a release may migrate: five minutes.
        periodSeconds: 5
        failureThreshold: 60
      livenessProbe:
        httpGet: { path: /healthz, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /readyz, port: http }
        periodSeconds: 5
        timeoutSeconds: 5
      {{- end }}
      resources: {{- toYaml $process.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      volumeMounts:
        - { name: secrets, mountPath: /run/secrets/reeve, readOnly: true }
        - { name: data, mountPath: /var/lib/reeve }
        - { name: tmp, mountPath: /tmp }
  volumes:
    - name: secrets
      secret:
        secretName: {{ $root.Values.existingSecret }}
        defaultMode: 0440
        items:
          - { key: {{ $root.Values.secretKeys.databaseUrl }}, path: database-url }
          - { key: {{ $root.Values.secretKeys.masterKey }}, path: master-key }
    # Only the file by which the command line in the same pod finds its server; everything that lasts is in PostgreSQL.
    - { name: data, emptyDir: { sizeLimit: 64Mi } }
    - { name: tmp, emptyDir: { sizeLimit: 256Mi } }
  {{- with $process.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $process.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "reeve.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "reeve.fullname" .root }}-{{ .component }}
  labels:
    {{- include "reeve.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  replicas: {{ (index .root.Values .component).replicas }}
  revisionHistoryLimit: 3
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  selector:
    matchLabels:
      {{- include "reeve.selector" .root | nindent 6 }}
      app.kubernetes.io/component: {{ .component }}
  template:
    {{- include "reeve.pod" . | nindent 4 }}
{{- end }}
