#!/usr/bin/env bash
# Turn the drawings of draw.py into the JPEGs and the loop of this folder.
#
# Needs Debian's chromium, Node with this repository's node_modules (playwright-core), ffmpeg with libvpx, and a Python
# with Pillow, which PYTHON names: python3 -m venv /tmp/pillow && /tmp/pillow/bin/pip install pillow
#
#     PYTHON=/tmp/pillow/bin/python sample/media/rasterise.sh [NAME ...]     all pictures when none is named
#     PYTHON=/tmp/pillow/bin/python sample/media/rasterise.sh --loop         bakery.webm
set -euo pipefail

media=$(cd "$(dirname "$0")" && pwd)
cd "$media/../.."
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shoot WIDTH HEIGHT: every SVG of the folder as a PNG beside it, at twice the size, so that edges come out smooth.
shoot() {
    node --input-type=module - "$work" "$1" "$2" <<'JS'
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [folder, width, height] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.UNDERSTORY_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
for (const file of readdirSync(folder).filter((name) => name.endsWith(".svg")).sort()) {
  // Through a canvas: now and then a screenshot of so heavy a picture lacked a piece, and no two runs were alike.
  const png = await page.evaluate(async ([svg, width, height]) => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d").drawImage(image, 0, 0, width, height);
    return canvas.toDataURL("image/png");
  }, [readFileSync(`${folder}/${file}`, "utf8"), 2 * width, 2 * height]);
  writeFileSync(`${folder}/${file.replace(/svg$/, "png")}`, png.split(",")[1], "base64");
}
await browser.close();
JS
}

"$python" "$media/draw.py" "$work" "$@"
if [[ ${1:-} == --loop ]]; then
    shoot 854 480
    # Two passes at a fixed rate keep the file under 400 KB; the stipple would take any amount otherwise.
    for pass in 1 2; do
        ffmpeg -loglevel error -y -framerate 12 -i "$work/bakery-%03d.png" -vf scale=854:480:flags=lanczos -an \
            -c:v libvpx-vp9 -pix_fmt yuv420p -b:v 225k -maxrate 320k -g 144 -row-mt 1 -deadline good -cpu-used 1 \
            -pass $pass -passlogfile "$work/pass" "$media/bakery.webm"
    done
    exit
fi
shoot 1600 900
# Quality 82, or as little less as brings a picture under 190 KB.
"$python" - "$work" "$media" <<'PY'
import io, pathlib, sys
from PIL import Image

for png in sorted(pathlib.Path(sys.argv[1]).glob("*.png")):
    picture = Image.open(png).convert("RGB").resize((1600, 900), Image.LANCZOS)
    for quality in range(82, 60, -1):
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() < 189_000:
            break
    (pathlib.Path(sys.argv[2]) / f"{png.stem}.jpg").write_bytes(file.getvalue())
    print(f"{png.stem}.jpg: quality {quality}, {file.tell()} bytes")
PY
