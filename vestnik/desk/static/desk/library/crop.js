// The point of a photo that stays in every cut: dragged or moved by keys, each cut shown as it will be.
// Where the server cuts (Wagtail's fill) and where `object-position` puts a covering picture is the same
// arithmetic: at u of the width, u of what is left over lies to the left.
const STEP = 1 / 50;

for (const crop of document.querySelectorAll("[data-crop]")) {
  const width = Number(crop.dataset.width);
  const height = Number(crop.dataset.height);
  const whole = crop.querySelector("[data-crop-whole]");
  const point = crop.querySelector("[data-crop-point]");
  const cuts = crop.querySelectorAll("[data-crop-cut]");
  const [x, y, across, down] = ["x", "y", "width", "height"].map((name) =>
    document.querySelector(`input[name="focal_point_${name}"]`),
  );
  if (!x || !y) continue;
  let at = x.value && y.value ? [Number(x.value) / width, Number(y.value) / height] : [0.5, 0.5];

  const show = () => {
    const [left, top] = at.map((part) => `${(part * 100).toFixed(2)}%`);
    point.style.left = left;
    point.style.top = top;
    for (const cut of cuts) cut.style.objectPosition = `${left} ${top}`;
  };
  const move = (u, v) => {
    at = [u, v].map((part) => Math.min(1, Math.max(0, part)));
    x.value = Math.round(at[0] * width);
    y.value = Math.round(at[1] * height);
    across.value = down.value = 1;
    show();
  };
  const follow = (event) => {
    const box = whole.getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };

  whole.addEventListener("pointerdown", (event) => {
    whole.setPointerCapture(event.pointerId);
    point.focus();
    follow(event);
    event.preventDefault();
  });
  whole.addEventListener("pointermove", (event) => {
    if (whole.hasPointerCapture(event.pointerId)) follow(event);
  });
  point.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!by) return;
    event.preventDefault();
    move(at[0] + by[0] * STEP, at[1] + by[1] * STEP);
  });
  crop.querySelector("[data-crop-middle]").addEventListener("click", () => {
    for (const input of [x, y, across, down]) input.value = "";
    at = [0.5, 0.5];
    show();
  });
  show();
}
