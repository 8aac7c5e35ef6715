// How much of what is under a picture it hides: watermarks lie over whole pages and hide nothing. It looks into pictures that are
// there already or stand in their own address, so that no request goes out.

const SIDE = 48;
const MOST = 0.15; // the share that a watermark's letters cover at most
const shares = new Map(); // by address
const waiting = new Set();

function shareOf(picture) {
  try {
    const context = new OffscreenCanvas(SIDE, SIDE).getContext("2d");
    context.drawImage(picture, 0, 0, SIDE, SIDE);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    return data.filter((_, at) => at % 4 === 3).reduce((sum, alpha) => sum + alpha, 0) / (255 * SIDE * SIDE);
  } catch {
    return 1; // Of another origin, or nothing that can be drawn.
  }
}

/** Whether a picture on the page hides what is under it. */
export const hides = (element) => !["canvas", "img"].includes(element.localName) || shareOf(element) > MOST;

/** The same of a picture by its address. One that is not known yet hides, and is waited for by `learn`. */
export function hidesAt(address) {
  if (!/^(data|blob):/.test(address)) return true;
  if (!shares.has(address)) waiting.add(address);
  return (shares.get(address) ?? 1) > MOST;
}

/** Looks at the pictures that were asked for and not known. Whether there were any. */
export async function learn() {
  const addresses = [...waiting];
  waiting.clear();
  await Promise.all(addresses.map(async (address) => {
    const picture = new Image();
    picture.src = address;
    shares.set(address, await picture.decode().then(() => shareOf(picture), () => 1));
  }));
  return addresses.length > 0;
}
