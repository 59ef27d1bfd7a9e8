"""Step `sample`: put a sample year into the drop folder, as real workbooks that go through intake like any others."""

import hashlib
import json
from pathlib import Path

import ingestion
from pipeline import sample
from pipeline.settings import Settings
from pipeline.steps.result import Progress, Result, WrongCallError, silent

CODE = ("contracts", "registry", "workbooks")


def run(
    settings: Settings, *, year: int = 2022, seed: int = 1, scale: str = "full", progress: Progress = silent
) -> Result:
    """Write the year unless it already lies there; another seed in the same data folder is a wrong call."""
    if not 2000 <= year <= 2100 or scale not in {"full", "small"}:
        raise WrongCallError(f"年份或规模不对：{year}，{scale}。Year from 2000 to 2100, scale full or small.")
    wanted = {"year": year, "seed": seed, "scale": scale, "code": fingerprint()}
    note = settings.home / "sample.json"
    known = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    if known and any(known[name] != wanted[name] for name in ("year", "seed", "scale")):
        raise WrongCallError(
            f"{settings.home} 里已有另一个样本年（{known['year']} / {known['seed']}），请换一个数据文件夹。"
            " This data folder holds another sample year; choose another GRASSROOTS_HOME."
        )
    if known.get("code") == wanted["code"] and _count(settings.drop) >= known["files"]:
        return Result(
            True, summary={**known, "written": 0}, message="样本年已在收件夹中。The sample year is already there."
        )
    written = sample.generate(settings.folder("drop"), year, seed, scale, progress=progress)
    summary: dict[str, object] = {**wanted, "files": written.files, "rows": written.rows}
    note.write_text(json.dumps(summary, ensure_ascii=False), encoding="utf-8")
    return Result(
        True,
        summary={**summary, "written": written.files},
        message=f"已写入 {written.files} 个文件、{written.rows} 行。Wrote {written.files} files, {written.rows} rows.",
    )


def fingerprint() -> str:
    """Hash of the code and contracts that decide the bytes of a sample year."""
    package = Path(ingestion.__file__).parent
    sources = [*Path(sample.__file__).parent.glob("*.py"), *(f for part in CODE for f in (package / part).glob("*.*"))]
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _count(drop: Path) -> int:
    return sum(1 for _ in drop.glob("*/*.xlsx"))
