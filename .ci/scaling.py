"""Whether cost grows in line with the work, on the shapes of the scorer beside the repository that have failed or come close.

usage: scaling.py BINARY SHARED [all]; a shape that fails is tried once more, since times of a busy machine vary."""

import re
import subprocess
import sys

# incidents by incidents, many statements in one record, many names in one act, much that lies around an incident
AT_RISK = """destructive_slow destructive_db destructive_same drop_databases delete_all_spread drop_many_tables_one_stmt sudo_cmds
histories laravel_42S02 alternating_slow schema_two_diff many_dumps fk_chain users deploys
cron_x_incidents(n_x_n) sudo_x_incidents(n_x_n) drop_user rename transactions open_transactions access_x_incidents
timers exec_comments_closed multi_stmt lar_trace zsh_multiline delimiter tiny_files post_requests""".split()


def failed(binary, shared, shapes):
    """The shapes that are not linear, take too long or too much."""
    done = subprocess.run(
        [sys.executable, f"{shared}/eval/scaling.py", binary, *shapes], stdout=subprocess.PIPE, text=True, check=False
    )
    print(done.stdout, end="", flush=True)
    tried = re.search(r"^scaling \d+/(\d+) linear$", done.stdout, re.MULTILINE)
    if not tried or shapes and int(tried.group(1)) != len(shapes):
        sys.exit(f"not every shape was tried: {done.stdout[-200:]}")
    lines = [line for line in done.stdout.splitlines() if line.endswith("FAILED")]
    return [re.split(r"\s+\d+: ", line)[0].strip().replace(" ", "_") for line in lines]


def main():
    binary, shared = sys.argv[1:3]
    again = failed(binary, shared, [] if sys.argv[3:] == ["all"] else AT_RISK)
    still = failed(binary, shared, again) if again else []
    sys.exit(f"cost grows faster than the work: {', '.join(still)}" if still else 0)


main()
