// Browsers compress their pictures as photographs; what goes into the repository is compressed again, without loss,
// as what it is: flat areas and repeated letters, which are found best in rows that are stored as they are.
import { deflateSync, inflateSync } from 'node:zlib';

const signatureLength = 8;

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function* chunksOf(png) {
  for (let at = signatureLength; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

function encoded({ type, data }) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

function paeth(left, above, corner) {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

// By the number of a row's filter: what was subtracted from each byte.
const predictions = [
  () => 0,
  (left) => left,
  (left, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

/** Undoes the filters in place: every row then has filter 0. */
function unfilter(rows, stride, pixelBytes) {
  for (let start = 0; start < rows.length; start += stride) {
    const predict = predictions[rows[start]];
    rows[start] = 0;
    for (let at = start + 1; at < start + stride; at += 1) {
      const inside = at - start > pixelBytes;
      const left = inside ? rows[at - pixelBytes] : 0;
      const above = start > 0 ? rows[at - stride] : 0;
      const corner = inside && start > 0 ? rows[at - stride - pixelBytes] : 0;
      rows[at] += predict(left, above, corner);
    }
  }
  return rows;
}

/** The same picture (8 bits per channel, RGB or RGBA) as fewer bytes, and without anything but the picture. */
export function packPng(png) {
  const chunks = [...chunksOf(png)];
  const one = (type) => chunks.find((chunk) => chunk.type === type);
  const header = one('IHDR').data;
  const pixelBytes = header[9] === 6 ? 4 : 3;
  const rows = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const pixels = unfilter(rows, header.readUInt32BE(0) * pixelBytes + 1, pixelBytes);
  const packed = { type: 'IDAT', data: deflateSync(pixels, { level: 9, memLevel: 9 }) };
  return Buffer.concat([png.subarray(0, signatureLength), ...[one('IHDR'), packed, one('IEND')].map(encoded)]);
}
