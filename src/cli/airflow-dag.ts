import type { Manifest, Pipeline } from '../core/manifest';

/** A DAG for Airflow 2.9 or later, or 3, that drives the functions of the project through runs of a pipeline. */
export function airflowDag({ project }: Manifest, pipeline: Pipeline): string {
  const crons = pipeline.triggers.filter((trigger) => trigger.kind === 'cron');
  const [cron] = crons;
  const values = {
    DAG: `ecluse_${project.name}_${pipeline.name}`,
    DESCRIPTION: pipeline.description ?? project.description,
    PIPELINE: pipeline.name,
    SCHEDULE: cron ? text(cron.cron) : 'None',
    ZONE: cron?.zone ?? project.timeZone,
    START: project.start ?? '2020-01-01',
  };
  const [year = '', month = '', day = ''] = values.START.split('-');
  return `"""${comment(values.DESCRIPTION)}

Written by \`ecluse export airflow\`: write it anew rather than changing it. Set the environment variables (or Airflow
variables of the same names in lower case) ECLUSE_PLAN_RUN_URL, ECLUSE_EXECUTE_TASK_URL and ECLUSE_FINISH_RUN_URL, and
let the account that Airflow runs as invoke the three functions.
"""

import os
import re
from concurrent.futures import ThreadPoolExecutor

import pendulum
import requests
from airflow.exceptions import AirflowException, AirflowSkipException
from google.auth.transport.requests import Request
from google.oauth2 import id_token

try:
    from airflow.sdk import Variable, dag, task
except ImportError:  # before Airflow 3
    from airflow.decorators import dag, task
    from airflow.models import Variable

PIPELINE = ${text(values.PIPELINE)}
SIDE_BY_SIDE = 20


def address(function):
    """Where a function is called; its audience, too."""
    name = f"ECLUSE_{function}_URL"
    return os.environ.get(name) or Variable.get(name.lower())


def ask(function, body):
    """One request, as the account that Airflow runs as. Every function bears to be asked twice."""
    url = address(function)
    token = id_token.fetch_id_token(Request(), url)
    answer = requests.post(url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=300)
    if answer.status_code != 200:
        raise AirflowException(f"{function} answered {answer.status_code}")
    return answer.json()


@dag(
    dag_id=${text(values.DAG)},
    description=${text(values.DESCRIPTION)},
    schedule=${values.SCHEDULE},
    start_date=pendulum.datetime(${Number(year)}, ${Number(month)}, ${Number(day)}, tz=${text(values.ZONE)}),
    catchup=False,
    max_active_runs=1,
    tags=["ecluse", ${text(project.name)}],
)
def pipeline():
    @task(retries=30, retry_delay=pendulum.duration(minutes=1))
    def plan(run_id=None):
        execution = re.sub(r"[^A-Za-z0-9_-]+", "-", f"airflow-{PIPELINE}-{run_id}")
        planned = ask("PLAN_RUN", {"execution": execution, "request": {"pipeline": PIPELINE, "trigger": "airflow"}})
        if planned["state"] == "BUSY":
            raise AirflowException("another run is at work on the same models")
        if not planned["levels"]:
            raise AirflowSkipException("nothing is due")
        return {"run": planned["run"], "levels": planned["levels"]}

    @task.sensor(mode="reschedule", poke_interval=30, timeout=24 * 3600, retries=3)
    def work(planned):
        """Tasks of a level side by side, level after level; what has ended answers at once."""

        def state_of(place):
            body = {"run": planned["run"], "level": place[0], "task": place[1]}
            return ask("EXECUTE_TASK", body)["state"]

        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            for level, tasks in enumerate(planned["levels"]):
                states = list(pool.map(state_of, [(level, index) for index in range(tasks)]))
                if "RUNNING" in states:
                    return False
        return True

    @task(trigger_rule="all_done", retries=8, retry_delay=pendulum.duration(seconds=30))
    def finish(planned):
        if not planned:
            raise AirflowSkipException("no run was begun")
        outcome = ask("FINISH_RUN", {"run": planned["run"], "failure": None})
        if outcome["state"] != "SUCCESS":
            raise AirflowException(f"run {planned['run']}: {outcome['state']}")

    planned = plan()
    work(planned) >> finish(planned)


pipeline()
`;
}

/** JSON's texts are Python's, too. */
const text = (value: string): string => JSON.stringify(value);

const comment = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"""', "'''");
