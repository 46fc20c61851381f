"""Two years of children to come beside the field's own tool, on the same children: ``python tests/bench/beside_cs_demand_model.py``.

``cs-demand-model`` 0.5.1 needs older libraries than ours, so it is installed into a folder of its own below ``.venv`` the first time, which takes the
network. It is asked for steps of five days, ours for steps of one: daily steps take it five times as long.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd
from bench.packs import REPOSITORY
from bench.placement_lists import LAST, yearly_lists

from analysis.placements.durations import placement_stays
from analysis.placements.movements import ADULT_MONTHS, age_in_months, movements
from analysis.placements.priced import as_known_on, price_spells
from analysis.placements.projection import expected_by_day

TOOL, FOLDER = "cs-demand-model==0.5.1", REPOSITORY / ".venv" / "cs-demand-model"
DAY, DAYS, STEP = pd.Timestamp(LAST.year - 1, 9, 30), 730, 5
PLACES = {
    "Family and friends foster care": "U1",
    "In-house fostering": "U4",
    "Agency fostering": "U4",
    "Secure children's homes": "K1",
    "Own children's homes": "K2",
    "Children's homes bought in": "K2",
    "Other residential placements": "R1",
    "Supported accommodation": "H5",
}
"""A code of the return for each line of the budget, by which the tool knows foster care, homes and supported accommodation."""
THEIRS = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import pandas as pd
from cs_demand_model.config import Config
from cs_demand_model.datacontainer import DemandModellingDataContainer
from cs_demand_model.population_stats import PopulationStats
from cs_demand_model.prediction import ModelPredictor
file, day, steps, step = sys.argv[1], pd.Timestamp(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
rows = pd.read_csv(file, parse_dates=["DECOM", "DEC", "DOB"])
begun = time.perf_counter()
held = DemandModellingDataContainer.__new__(DemandModellingDataContainer)
held._DemandModellingDataContainer__config = Config()
held.__dict__["combined_data"] = rows
view = held.enriched_view
stats = PopulationStats(view[view.age_bin.notna()], Config())
found = ModelPredictor.from_model(stats, day - pd.DateOffset(years=3), day).predict(steps, step)
last = sum(number for kind, number in found.iloc[-1].items() if kind)
print(json.dumps({"seconds": time.perf_counter() - begun, "children": float(last)}))
"""


def main() -> None:
    """Time both, and print how long each took and how many children each expects after two years."""
    known = as_known_on(price_spells(*yearly_lists()), DAY)
    begun = time.perf_counter()
    births = known.drop_duplicates("child_id").set_index("child_id")["birth_date"]
    stays = placement_stays(known)
    stays = stays.assign(birth_date=stays["child_id"].map(births))
    seen = movements(stays, DAY - pd.DateOffset(years=3), DAY)
    here = known[known["ended_date"].isna()].drop_duplicates("child_id", keep="last")
    ages = age_in_months(here["birth_date"], DAY)
    young = (ages >= 0) & (ages < ADULT_MONTHS)
    lines = here.loc[young, "placement_line"].map(seen.lines.index).to_numpy()
    ours = expected_by_day((DAY - here.loc[young, "birth_date"]).dt.days.to_numpy(), lines, seen, DAYS)[-1].sum()
    ours_seconds = time.perf_counter() - begun
    theirs = _theirs(stays)
    print(f"{len(here):,} children in placements, {len(stays):,} stays, two years ahead")
    print(f"here, steps of a day, movements and all: {ours_seconds:.2f} s, {ours:.1f} children expected")
    print(f"{TOOL}, steps of {STEP} days: {theirs['seconds']:.2f} s, {theirs['children']:.1f} children expected")


def _theirs(stays: pd.DataFrame) -> dict:
    python = FOLDER / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", TOOL], check=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stays.csv"
        rows = pd.DataFrame(
            {
                "CHILD": stays["child_id"],
                "DECOM": stays["started_date"],
                "DEC": stays["ended_date"].mask(stays["ended_date"] > DAY),
                "PLACE": stays["placement_line"].map(PLACES).fillna("Z1"),
                "DOB": stays["birth_date"],
            }
        )
        rows = rows[rows["DECOM"] <= DAY].sort_values(["CHILD", "DECOM"]).drop_duplicates(["CHILD", "DECOM"], keep="last")
        rows.to_csv(file, index=False)
        told = subprocess.run(
            [python, "-c", THEIRS, str(file), str(DAY.date()), str(DAYS // STEP), str(STEP)], check=True, capture_output=True, text=True
        )
    return json.loads(told.stdout)


if __name__ == "__main__":
    main()
