"""Serving: published files and kept pages against nginx with the bare file; an edit against a whole publication; kills.

`python -m benchmarks.serving` runs all of it and keeps the figures in benchmarks/results/serving.json; parts: load, uncached, edit,
kills.
Load comes from `wrk` where it is installed, else from keep-alive clients of our own in two processes. Each figure is a median of
pairs, ours and the peer's in turn, so that both meet the same machine.
"""

from __future__ import annotations

import http.client
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.pages import _BARE, _python, _served

_RESULTS = Path(__file__).parent / "results" / "serving.json"
_PAIRS = 9
_SECONDS = 2
_ITEMS, _EDIT_ITEMS, _KILL_ITEMS, _KILLS = 200, 10_000, 1_000, 50
_REDIS = "redis://127.0.0.1:6379/14"
_MORE_BARE = """
import django; django.setup()
import sys
from pathlib import Path
from benchmarks.bare.models import BarePage
home, column = BarePage.objects.get(slug="bare"), BarePage.objects.get(slug="reports")
for path in map(Path, sys.argv[1:]):
    if path.stem == "home":
        home.body = path.read_text(encoding="utf-8")
        home.save()
    else:
        column.add_child(instance=BarePage(title=path.stem, slug=path.stem, body=path.read_text(encoding="utf-8")))
        column.refresh_from_db()
"""
_BARE_LOCATION = """
server {{
    listen 127.0.0.1:{port};
    root "{root}";
    default_type application/octet-stream;
    types {{ text/html html; }}
    charset utf-8;
    location / {{
        index index.html;
{headers}
    }}
}}
"""


def run(parts: tuple[str, ...] = ("load", "uncached", "edit", "kills")) -> bool:
    """Run the parts asked for; whether all goals are met."""
    met = True
    for part in parts:
        with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
            found = _PARTS[part](Path(folder))
        for name, one in found["goals"].items():
            print(
                f"{name}：{one['got']:.4g}（目标 {one['goal']}，{'达到' if one['met'] else '未达到'}）",
                flush=True,
            )
            met &= one["met"]
        known = json.loads(_RESULTS.read_text(encoding="utf-8")) if _RESULTS.is_file() else {}
        known |= {part: found, "machine": _machine()}
        _RESULTS.parent.mkdir(exist_ok=True)
        _RESULTS.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return met


def _machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "others_at_work": round(os.getloadavg()[1], 1),
        "load_from": "wrk" if shutil.which("wrk") else "own clients",
    }


def _load(folder: Path) -> dict[str, Any]:
    home = folder / "home"
    ours = _environment(home)
    made = _task(ours, "fill", _ITEMS)
    address = made["address"]
    out = folder / "out"
    subprocess.run([sys.executable, "-m", "gongkai", "publish", "--out", str(out)], env=ours, check=True)
    body = (out / address.strip("/") / "index.html").read_bytes()
    with ExitStack() as stack:
        start = stack.enter_context
        app = start(_processes(ours))
        shared = start(_processes(ours | {"GONGKAI_CACHE_URL": _REDIS, "GONGKAI_CACHE_MB": "0"}))
        both = start(_processes(ours | {"GONGKAI_CACHE_URL": _REDIS}))
        front, bare = start(_nginx(ours, folder, out, app))
        for port in (app, shared, both, front, bare):
            if _get(port, address) != body:
                raise SystemExit("the servers do not answer with the same page")
        sizes = {"page_bytes": len(body)}
        load = _pairs(
            lambda port: _rate(port, address),
            bare,
            {"published": front, "kept_in_memory": app, "kept_in_redis_only": shared, "kept_in_both": both},
        )
    goals = {
        "发布的文件": (load["published"]["ratio"], 0.90),
        "程序，存于本机内存": (load["kept_in_memory"]["ratio"], 0.15),
        "程序，每次读 Redis": (load["kept_in_redis_only"]["ratio"], 0.04),
    }
    return {"sizes": sizes, "against_nginx": load, "goals": _at_least(goals)}


def _uncached(folder: Path) -> dict[str, Any]:
    """Pages made anew each time, against bare Wagtail pages of the same size, no deeper than ours, one process each.

    An item is what most addresses lead to, so it bears the goal; a list, the home and a report are measured beside it.
    """
    ours = _environment(folder / "home")
    pages = {"item": _task(ours, "fill", _ITEMS)["address"], "report": _task(ours, "report")["address"]}
    pages |= {"column": "/disclosure/local/", "home": "/"}
    bare = os.environ | {"GONGKAI_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
    peers = {name: "/" if name == "home" else f"/reports/{name}/" for name in pages}
    bodies = {name: folder / f"{name}.html" for name in pages}
    with _served("benchmarks.uncached:application", ours) as our_port:
        for name, address in pages.items():
            bodies[name].write_bytes(_get(our_port, address))
        _python(_BARE, bare, str(bodies["item"]))
        _python(_MORE_BARE, bare, *map(str, bodies.values()))
        with _served("benchmarks.bare.wsgi:application", bare) as bare_port:
            found = {}
            for name, address in pages.items():
                asked = {our_port: address, bare_port: peers[name]}
                found[name] = _pairs(
                    lambda port, asked=asked: _rate(port, asked[port], 4), bare_port, {"ours": our_port}
                )["ours"] | {"page_bytes": bodies[name].stat().st_size}
    goals = {"程序，不存放，对 Wagtail 空白页面": (found["item"]["ratio"], 1.0)}
    return {"against_bare_wagtail": found, "goals": _at_least(goals)}


def _pairs(rate: Callable[[int], float], peer: int, ours: dict[str, int]) -> dict[str, Any]:
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ours}
    for port in (peer, *ours.values()):
        rate(port)  # warm
    for _ in range(_PAIRS):
        for name, port in ours.items():
            found[name].append((rate(port), rate(peer)))
    return {
        name: {
            "ratio": statistics.median(one / other for one, other in pairs),
            "requests_a_second": statistics.median(one for one, _ in pairs),
            "peer_requests_a_second": statistics.median(other for _, other in pairs),
            "pairs": [[round(one), round(other)] for one, other in pairs],
        }
        for name, pairs in found.items()
    }


def _rate(port: int, address: str, connections: int = 16) -> float:
    """Requests a second."""
    if shutil.which("wrk"):
        said = subprocess.run(
            [
                "wrk",
                "-t1",
                f"-c{connections}",
                f"-d{_SECONDS}s",
                "-H",
                f"Host: {_HOST}",
                f"http://127.0.0.1:{port}{address}",
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        if "Non-2xx" in said:
            raise SystemExit(said)
        return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    code = (
        "import http.client,sys,time\n"
        "port,path,host,seconds=int(sys.argv[1]),sys.argv[2],sys.argv[3],float(sys.argv[4])\n"
        "c=http.client.HTTPConnection('127.0.0.1',port);n=0;end=time.perf_counter()+seconds\n"
        "while time.perf_counter()<end:\n c.request('GET',path,headers={'Host':host});c.getresponse().read();n+=1\nprint(n/seconds)"
    )
    command = [sys.executable, "-c", code, str(port), address, _HOST, str(_SECONDS)]
    with ThreadPoolExecutor(2) as pool:
        return sum(
            float(one) for one in pool.map(lambda _: subprocess.check_output(command, text=True), range(2))
        )


def _edit(folder: Path) -> dict[str, Any]:
    environment = _environment(folder / "home")
    _task(environment, "fill", _EDIT_ITEMS)
    found = _task(environment, "whole", str(folder))
    seconds = statistics.median(one["seconds"] for one in found["edits"])
    files = max(one["files"] for one in found["edits"])
    goals = {
        "一处修改写入的文件（最多）": {"got": files, "goal": "< 50", "met": files < 50},
        "一处修改的时间占全部发布": {
            "got": seconds / found["seconds"],
            "goal": "≤ 0.05",
            "met": seconds / found["seconds"] <= 0.05,
        },
    }
    return {"items": _EDIT_ITEMS, **found, "goals": goals}


def _kills(folder: Path) -> dict[str, Any]:
    environment = _environment(folder / "home")
    _task(environment, "fill", _KILL_ITEMS)
    found = _task(environment, "killed", str(folder), _KILLS, 20261201)
    goals = {
        "杀掉的次数": {"got": found["kills"], "goal": f"≥ {_KILLS}", "met": found["kills"] >= _KILLS},
        "最后与全部发布不同的文件": {"got": len(found["different"]), "goal": "0", "met": found["equal"]},
    }
    return {"items": _KILL_ITEMS, **found, "goals": goals}


_PARTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "load": _load,
    "uncached": _uncached,
    "edit": _edit,
    "kills": _kills,
}
_HOST = "127.0.0.1:8000"


def _at_least(goals: dict[str, tuple[float, float]]) -> dict[str, Any]:
    return {
        name: {"got": got, "goal": f"≥ {goal}", "met": got >= goal} for name, (got, goal) in goals.items()
    }


def _environment(home: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GONGKAI_") and name != "DATABASE_URL"
    }
    return kept | {
        "GONGKAI_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "gongkai.project.settings",
        "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }


def _task(environment: dict[str, str], *given: str | int) -> Any:
    command = [sys.executable, "-m", "benchmarks.serving_site", *map(str, given)]
    return json.loads(
        subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    )


@contextmanager
def _processes(environment: dict[str, str]) -> Iterator[int]:
    """The program as it is served: two processes."""
    with _served("gongkai.project.wsgi:application", environment, "--workers", "2") as port:
        yield port


@contextmanager
def _nginx(environment: dict[str, str], folder: Path, out: Path, app: int) -> Iterator[tuple[int, int]]:
    """One nginx with two doors: published files as configured, and the bare files with the same headers."""
    from tests.serving.running import free_port, nginx

    front, bare = free_port(), free_port()
    printed = subprocess.run(
        [
            sys.executable,
            "-m",
            "gongkai",
            "nginx",
            "--out",
            str(out),
            "--app",
            f"127.0.0.1:{app}",
            "--listen",
            f"127.0.0.1:{front}",
        ],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    headers = re.search(r"location / \{\n.*?@program;\n(.*?)\n    \}", printed, re.DOTALL)
    assert headers is not None
    fixed = headers[1].replace("$gongkai_age", "public, max-age=60")
    with nginx(folder / "nginx", printed + _BARE_LOCATION.format(port=bare, root=out, headers=fixed), front):
        yield front, bare


def _get(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address, headers={"Host": _HOST})
    return connection.getresponse().read()


if __name__ == "__main__":
    begin = time.perf_counter()
    fine = run(tuple(sys.argv[1:]) or tuple(_PARTS))
    print(f"{time.perf_counter() - begin:.0f} 秒")
    sys.exit(0 if fine else 1)
