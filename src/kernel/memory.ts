/** Blocks that were given back, by the power of two that their size is: each holds the address of the next. */
const free: usize = memory.data(4 * 32, 4)

/** A block of at least so many bytes, with whatever it holds. */
export function take(size: usize): usize {
  const list = free + (powerOf(size) << 2)
  const block = <usize>load<u32>(list)
  if (block === 0) return heap.alloc(<usize>1 << powerOf(size))
  store<u32>(list, load<u32>(block))
  return block
}

/** A block of zeros. */
export function takeZeros(size: usize): usize {
  const block = take(size)
  memory.fill(block, 0, size)
  return block
}

/** Gives a block back that was taken for so many bytes; 0 for none. */
export function give(block: usize, size: usize): void {
  if (block === 0) return
  const list = free + (powerOf(size) << 2)
  store<u32>(block, load<u32>(list))
  store<u32>(list, <u32>block)
}

/** A block of so many bytes that begins with the `used` first ones of another, which is given back. */
export function resized(block: usize, old: usize, size: usize, used: usize): usize {
  const larger = take(size)
  memory.copy(larger, block, used)
  give(block, old)
  return larger
}

/** Of two, at least 16 bytes. */
// @ts-ignore: decorator
@inline
function powerOf(size: usize): usize {
  return size <= 16 ? 4 : 32 - <usize>clz(<u32>size - 1)
}
