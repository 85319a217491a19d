"""A Callboard of small programs in place of the services, on the real servers."""

import sys
from pathlib import Path

from pymongo import MongoClient

from deploy.local import ports
from deploy.local.home import Home
from deploy.local.lifecycle import MakePlan
from deploy.local.programs import Plan, Ports, Program
from deploy.secret_files import SecretFiles

GATEWAY = """
import http.server, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def do_GET(self):
        self.send_response(int(sys.argv[2])); self.send_header("Content-Length", "0"); self.end_headers()
print("the gateway listens", flush=True)
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""
SLEEP = ("/bin/sleep", "600")
MARK = """
import sys, pymongo
database = pymongo.MongoClient(open(sys.argv[1]).read()).get_default_database()
database.starts.insert_one({"secret": open(sys.argv[2]).read()})
"""


def roster(home: Home) -> Path:
    """The file with the address of the roster's database, as its user."""
    return SecretFiles(home.secrets).mongo_uri("roster")


def plan_of(
    directory: Path, *, answer: int = 200, prepare: str = MARK, service: tuple[str, ...] = SLEEP
) -> MakePlan:
    """A Callboard of two small processes and one preparation."""
    (directory / "gateway.py").write_text(GATEWAY)
    (directory / "prepare.py").write_text(prepare)

    def plan(home: Home, chosen: Ports) -> Plan:
        uri, secret = str(roster(home)), str(SecretFiles(home.secrets).operator_secret)
        gateway = (sys.executable, str(directory / "gateway.py"), str(chosen["gateway"]), str(answer))
        preparation = (sys.executable, str(directory / "prepare.py"), uri, secret)
        return {
            "prepare": (Program("prepare", preparation, once=True),),
            "services": (Program("service", service),),
            "front": (Program("gateway", gateway),),
        }

    return plan


def a_free_port() -> int:
    """A public port that is free now."""
    return ports.assign({})["mongod"]


def starts(home: Home) -> list[str]:
    """The operator's secret as each start so far handed it over."""
    with MongoClient[dict[str, str]](roster(home).read_text()) as client:
        return [row["secret"] for row in client.get_default_database().starts.find()]
