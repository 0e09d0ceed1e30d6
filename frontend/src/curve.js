// The curve that a line runs along, as vis-network draws it.

/** Where the curve's control point lies. */
export function bend(from, to, smooth) {
  const sign = smooth.type === "curvedCCW" ? -1 : 1;
  const [dx, dy] = [to.x - from.x, from.y - to.y];
  const factor = smooth.roundness * 0.5 + 0.5;
  const angle = Math.atan2(dy, dx) + (sign * smooth.roundness * 0.5 + 0.5) * Math.PI;
  const reach = factor * Math.hypot(dx, dy);
  return { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
}

/** The point at a share of the way along the curve. */
export const along = (a, b, c, t) => ({
  x: (1 - t) ** 2 * a.x + 2 * (1 - t) * t * b.x + t * t * c.x,
  y: (1 - t) ** 2 * a.y + 2 * (1 - t) * t * b.y + t * t * c.y,
});

const STEP = 0.005;
const SHORT = 130;
const inside = ({ x, y }, box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;

/** The point where the curve meets the box of the node it runs into. */
export function landing(a, b, c, box) {
  for (let t = 1; t > 0.5; t -= STEP) {
    const spot = along(a, b, c, t);
    if (!inside(spot, box)) return { ...spot, t };
  }
  return { ...c, t: 1 };
}

/** The point where the curve leaves the box of the node it comes from. */
export function leaving(a, b, c, box) {
  for (let t = 0; t < 0.5; t += STEP) {
    const spot = along(a, b, c, t);
    if (!inside(spot, box)) return { ...spot, t };
  }
  return { ...a, t: 0 };
}

/** Where on a line its badge stands: clear of the boxes, the name and the mark in the middle. */
export function beside(start, end) {
  const long = Math.hypot(end.x - start.x, end.y - start.y);
  return start.t + (end.t - start.t) * (long < SHORT ? Math.min(0.5, 11 / Math.max(long, 1)) : 0.22);
}
