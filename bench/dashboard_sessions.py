"""Twenty readers at once, without browsers: how long their reruns take and what they weigh."""

import asyncio
import random
import statistics
import time
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

SESSIONS = 20
CHANGES = 6
THINK_SECONDS = (1.0, 3.0)
KINDS = ("Incidents", "Movements", "Presence", "Security")


def measure_sessions(address: str, pid: int) -> dict[str, float]:
    """Return the median and the longest rerun in ms, and the memory of a session in MB."""
    before = _resident_mb(pid)
    times, grown = asyncio.run(_run_sessions(address, pid))
    return {
        "sessions": SESSIONS,
        "median_ms": round(statistics.median(times)),
        "most_ms": round(max(times)),
        "MB_a_session": round((grown - before) / SESSIONS, 2),
    }


async def _run_sessions(address: str, pid: int) -> tuple[list[float], float]:
    url = address.replace("http://", "ws://") + "/_stcore/stream"
    barrier = asyncio.Event()
    readers = [asyncio.create_task(_read(url, number, barrier)) for number in range(SESSIONS)]
    await asyncio.sleep(1)
    results = await asyncio.gather(*readers, _weigh(pid, barrier, readers))
    grown = results.pop()
    return [took for times in results for took in times], grown


async def _weigh(pid: int, barrier: asyncio.Event, readers: list[asyncio.Task]) -> float:
    """Let the readers leave once all have done their part, after weighing the server."""
    while sum(getattr(reader, "done_part", False) for reader in readers) < len(readers):
        await asyncio.sleep(0.1)
    grown = _resident_mb(pid)
    barrier.set()
    return grown


async def _read(url: str, number: int, barrier: asyncio.Event) -> list[float]:
    chance = random.Random(number)  # noqa: S311
    times = []
    async with websockets.connect(url, subprotocols=["streamlit"], max_size=None) as socket:
        widget = await _rerun(socket, "", ())
        for _ in range(CHANGES):
            await asyncio.sleep(chance.uniform(*THINK_SECONDS))
            started = time.perf_counter()
            await _rerun(socket, widget, (chance.choice(KINDS),))
            times.append(1000 * (time.perf_counter() - started))
        asyncio.current_task().done_part = True  # type: ignore[union-attr]
        await barrier.wait()
    return times


async def _rerun(socket: websockets.ClientConnection, widget: str, kinds: tuple[str, ...]) -> str:
    """Ask for a rerun with a filter by kind, wait for its end, return the filter's widget id."""
    message = BackMsg()
    message.rerun_script.query_string = "lang=en"
    if widget:
        state = message.rerun_script.widget_states.widgets.add(id=widget)
        state.string_array_value.data.extend(kinds)
    await socket.send(message.SerializeToString())
    while True:
        told = ForwardMsg.FromString(await socket.recv())
        if told.WhichOneof("type") == "delta":
            element = told.delta.new_element
            if element.WhichOneof("type") == "button_group":
                one = element.button_group.id
                widget = one if one.endswith("-kinds") else widget
        if told.WhichOneof("type") == "script_finished":
            return widget


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
