"""The same linkage on Spark finds what it finds on DuckDB."""

import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from arraigo.people.linkage.engine import Linkage, on_duckdb, on_spark, spark_settings
from arraigo.people.linkage.model import Model
from arraigo.people.linkage.persons import PERSONS
from arraigo.people.linkage.prepared import SCHEMA
from arraigo.people.linkage.versions import SHIPPED
from arraigo.people.tests.test_linkage_model import somebody

pytestmark = pytest.mark.sweep
RECORDS = 120


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    sql = pytest.importorskip("pyspark.sql", reason="the extra arraigo[spark] is not installed")
    folder = tmp_path_factory.mktemp("spark")
    builder = sql.SparkSession.builder.master("local[2]").appName("arraigo")
    for name, value in {
        **spark_settings(),
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
    yield session
    session.stop()


def test_spark_finds_the_same_pairs_with_the_same_probability(session, tmp_path):
    chance = random.Random(17)
    people = [somebody(chance, number) for number in range(RECORDS)]
    path = tmp_path / "records.parquet"
    pq.write_table(pa.Table.from_pylist(people, schema=SCHEMA), path)
    model = Model.read(SHIPPED)
    found = [
        {
            (pair.one, pair.other): pair.probability
            for pair in Linkage(PERSONS, api, [path], RECORDS).link(model, at_least=0.5)
        }
        for api in (on_duckdb(), on_spark(session))
    ]
    assert found[0]
    assert found[0].keys() == found[1].keys()
    for pair, probability in found[0].items():
        assert found[1][pair] == pytest.approx(probability, abs=1e-6)
