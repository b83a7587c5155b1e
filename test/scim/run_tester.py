"""Runs scim2-tester against the SCIM server of REEVE_SCIM_URL and prints one line of JSON per check."""

import json
import os

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import check_server

headers = {"Authorization": f"Bearer {os.environ['REEVE_SCIM_TOKEN']}"}
with Client(base_url=os.environ["REEVE_SCIM_URL"], headers=headers, trust_env=False) as http:
    for result in check_server(SyncSCIMClient(http)):
        print(
            json.dumps(
                {
                    "status": result.status.name,
                    "check": result.title,
                    "resource": result.resource_type,
                    "reason": result.reason,
                    "data": None if result.status.name in ("SUCCESS", "COMPLIANT") else str(result.data),
                }
            )
        )
