/** FARM_FINGERPRINT: FarmHash's Fingerprint64 (the `farmhashna` variant), as a signed INT64. */

const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

const u64 = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotate = (x: bigint, bits: number): bigint => u64((x >> BigInt(bits)) | (x << BigInt(64 - bits)));
const shiftMix = (x: bigint): bigint => x ^ (x >> 47n);

export function farmFingerprint(text: string): bigint {
  return BigInt.asIntN(64, hash(Buffer.from(text, 'utf8')));
}

function hash(bytes: Buffer): bigint {
  if (bytes.length <= 16) return hashUpTo16(bytes);
  if (bytes.length <= 32) return hash17To32(bytes);
  if (bytes.length <= 64) return hash33To64(bytes);
  return hashLong(bytes);
}

function hash16(u: bigint, v: bigint, mul: bigint): bigint {
  const a = shiftMix(u64((u ^ v) * mul));
  const b = shiftMix(u64((v ^ a) * mul));
  return u64(b * mul);
}

const fetch64 = (bytes: Buffer, at: number): bigint => bytes.readBigUInt64LE(at);
const multiplier = (bytes: Buffer): bigint => u64(K2 + BigInt(bytes.length) * 2n);

function hashUpTo16(bytes: Buffer): bigint {
  const { length } = bytes;
  const mul = multiplier(bytes);
  if (length >= 8) {
    const a = u64(fetch64(bytes, 0) + K2);
    const b = fetch64(bytes, length - 8);
    return hash16(u64(rotate(b, 37) * mul + a), u64((rotate(a, 25) + b) * mul), mul);
  }
  if (length >= 4) {
    const first = BigInt(bytes.readUInt32LE(0));
    return hash16(u64(BigInt(length) + (first << 3n)), BigInt(bytes.readUInt32LE(length - 4)), mul);
  }
  return length === 0 ? K2 : hashUpTo3(bytes);
}

function hashUpTo3(bytes: Buffer): bigint {
  const { length } = bytes;
  const y = BigInt(bytes.readUInt8(0) + (bytes.readUInt8(length >> 1) << 8));
  const z = BigInt(length + (bytes.readUInt8(length - 1) << 2));
  return u64(shiftMix(u64(y * K2) ^ u64(z * K0)) * K2);
}

function hash17To32(bytes: Buffer): bigint {
  const mul = multiplier(bytes);
  const a = u64(fetch64(bytes, 0) * K1);
  const b = fetch64(bytes, 8);
  const c = u64(fetch64(bytes, bytes.length - 8) * mul);
  const d = u64(fetch64(bytes, bytes.length - 16) * K2);
  return hash16(u64(rotate(u64(a + b), 43) + rotate(c, 30) + d), u64(a + rotate(u64(b + K2), 18) + c), mul);
}

function hash33To64(bytes: Buffer): bigint {
  const { length } = bytes;
  const mul = multiplier(bytes);
  const a = u64(fetch64(bytes, 0) * K2);
  const b = fetch64(bytes, 8);
  const c = u64(fetch64(bytes, length - 8) * mul);
  const d = u64(fetch64(bytes, length - 16) * K2);
  const y = u64(rotate(u64(a + b), 43) + rotate(c, 30) + d);
  const z = hash16(y, u64(a + rotate(u64(b + K2), 18) + c), mul);
  const e = u64(fetch64(bytes, 16) * mul);
  const f = fetch64(bytes, 24);
  const g = u64((y + fetch64(bytes, length - 32)) * mul);
  const h = u64((z + fetch64(bytes, length - 24)) * mul);
  return hash16(u64(rotate(u64(e + f), 43) + rotate(g, 30) + h), u64(e + rotate(u64(f + a), 18) + g), mul);
}

type Pair = readonly [bigint, bigint];

function weakHash32(bytes: Buffer, at: number, seedA: bigint, seedB: bigint): Pair {
  const last = fetch64(bytes, at + 24);
  const start = u64(seedA + fetch64(bytes, at));
  const turned = rotate(u64(seedB + start + last), 21);
  const sum = u64(start + fetch64(bytes, at + 8) + fetch64(bytes, at + 16));
  return [u64(sum + last), u64(turned + rotate(sum, 44) + start)];
}

interface State {
  x: bigint;
  y: bigint;
  z: bigint;
  v: Pair;
  w: Pair;
}

function hashLong(bytes: Buffer): bigint {
  const y = u64(81n * K1 + 113n);
  const z = u64(shiftMix(u64(y * K2 + 113n)) * K2);
  const state: State = { x: u64(81n * K2 + fetch64(bytes, 0)), y, z, v: [0n, 0n], w: [0n, 0n] };
  const end = Math.floor((bytes.length - 1) / 64) * 64;
  for (let at = 0; at < end; at += 64) mixBlock(state, bytes, at);
  return finishLong(state, bytes, end);
}

function mixBlock(state: State, bytes: Buffer, at: number): void {
  const { v, w } = state;
  const x = u64(rotate(u64(state.x + state.y + v[0] + fetch64(bytes, at + 8)), 37) * K1) ^ w[1];
  const rotated = u64(rotate(u64(state.y + v[1] + fetch64(bytes, at + 48)), 42) * K1);
  state.y = u64(rotated + v[0] + fetch64(bytes, at + 40));
  const z = u64(rotate(u64(state.z + w[0]), 33) * K1);
  state.v = weakHash32(bytes, at, u64(v[1] * K1), u64(x + w[0]));
  state.w = weakHash32(bytes, at + 32, u64(z + w[1]), u64(state.y + fetch64(bytes, at + 16)));
  state.x = z;
  state.z = x;
}

/** The last 64 bytes overlap the last whole block. */
function finishLong(state: State, bytes: Buffer, end: number): bigint {
  const rest = (bytes.length - 1) & 63;
  const at = end + rest - 63;
  const mul = u64(K1 + ((state.z & 255n) << 1n));
  let [w0, w1] = state.w;
  let [v0, v1] = state.v;
  w0 = u64(w0 + BigInt(rest));
  v0 = u64(v0 + w0);
  w0 = u64(w0 + v0);
  const x = u64(rotate(u64(state.x + state.y + v0 + fetch64(bytes, at + 8)), 37) * mul) ^ u64(w1 * 9n);
  const rotated = u64(rotate(u64(state.y + v1 + fetch64(bytes, at + 48)), 42) * mul);
  const y = u64(rotated + v0 * 9n + fetch64(bytes, at + 40));
  const z = u64(rotate(u64(state.z + w0), 33) * mul);
  [v0, v1] = weakHash32(bytes, at, u64(v1 * mul), u64(x + w0));
  [w0, w1] = weakHash32(bytes, at + 32, u64(z + w1), u64(y + fetch64(bytes, at + 16)));
  const first = u64(hash16(v0, w0, mul) + shiftMix(y) * K0 + x);
  return hash16(first, u64(hash16(v1, w1, mul) + z), mul);
}
