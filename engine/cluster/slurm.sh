#!/bin/bash
# One packet of Bonito Desktop for each task of a Slurm job array.
#
#   export PACKETS=/shared/packets PROGRAM=/shared/bonito-desktop
#   sbatch --array=0-$(( $(ls "$PACKETS"/*.bonito | wc -l) - 1 ))%20 slurm.sh
#
# %20 lets 20 run at once. Submit the same line again for what is left: a packet that is complete
# ends at once. For a passphrase: export PASSPHRASE_FILE=/shared/secret (a file only you can read).
#SBATCH --job-name=bonito
#SBATCH --cpus-per-task=8
#SBATCH --mem=8G
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@180
#SBATCH --output=bonito-%A_%a.log
# With a graphics card for each, in a build with Vulkan:
##SBATCH --gres=gpu:1
set -euo pipefail
set -m # or bash would start the program deaf to the interrupt that stops it cleanly

: "${PACKETS:?is the folder of the packets; export it before sbatch}"
: "${SLURM_ARRAY_TASK_ID:?is missing; submit with sbatch --array=0-N}"
PROGRAM=${PROGRAM:-bonito-desktop}
options=()
if [[ -n ${PASSPHRASE_FILE:-} ]]; then options=(--passphrase-file "$PASSPHRASE_FILE"); fi

shopt -s nullglob
packets=()
for file in "$PACKETS"/*.bonito; do
    if [[ $file == *\ \(*\).bonito ]]; then continue; fi # a backup
    packets+=("$file")
done
if ((SLURM_ARRAY_TASK_ID >= ${#packets[@]})); then
    echo "Task $SLURM_ARRAY_TASK_ID has no packet: there are ${#packets[@]}, counted from 0."
    exit 0
fi
packet=${packets[$SLURM_ARRAY_TASK_ID]}

if "$PROGRAM" status "$packet" "${options[@]}" | grep -q ' planned, 0 open'; then
    echo "$packet is complete."
    exit 0
fi

# Slurm sends TERM before the time is over: what is finished is saved, and the rest stays open.
stop() { kill -INT "$child" 2>/dev/null || true; }
trap stop TERM INT
"$PROGRAM" run "$packet" --resume "${options[@]}" &
child=$!
code=0
wait "$child" || code=$?
while kill -0 "$child" 2>/dev/null; do # the signal ended the first wait
    code=0
    wait "$child" || code=$?
done
exit "$code"
