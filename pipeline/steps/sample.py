"""Step `sample`: put a sample year into the drop folder, as real workbooks that go through intake like any others."""

import json
from time import monotonic

from pipeline.sample import generate
from pipeline.settings import Settings
from pipeline.steps.result import Progress, Result, WrongCallError, silent

NOTE = "sample.json"


def run(
    settings: Settings, *, year: int = 2022, seed: int = 1, scale: str = "full", progress: Progress = silent
) -> Result:
    """Write the year once; a log cannot take two sample years, so another one in this data folder is a wrong call.

    The note `sample.json` is written last: a run that was killed is done again and gives the same bytes.
    """
    if not 2000 <= year <= 2100 or scale not in {"full", "small"}:
        raise WrongCallError(f"年份或规模不对：{year}，{scale}。Year from 2000 to 2100, scale full or small.")
    wanted: dict[str, object] = {"year": year, "seed": seed, "scale": scale}
    note = settings.home / NOTE
    known = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    if any(known.get(name, value) != value for name, value in wanted.items()):
        raise WrongCallError(
            f"{settings.home} 里已有另一个样本年（{known['year']} 年，种子 {known['seed']}），请换一个数据文件夹。"
            "This data folder holds another sample year; set GRASSROOTS_HOME to a new one."
        )
    if known:
        summary = {**known, "written": 0}
        return Result(True, summary=summary, message="样本年已经写过。The sample year was written before.")
    started = monotonic()
    written = generate(settings.folder("drop"), year, seed, scale, progress=progress)
    summary = {**wanted, "files": written.files, "rows": written.rows}
    note.write_text(json.dumps(summary), encoding="utf-8")
    seconds = round(monotonic() - started, 1)
    message = (
        f"{written.files} 个文件、{written.rows} 行，{seconds} 秒。Wrote {written.files} files, {written.rows} rows."
    )
    return Result(True, summary={**summary, "written": written.files, "seconds": seconds}, message=message)
