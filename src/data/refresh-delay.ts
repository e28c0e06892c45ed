/** Share of the time between refreshes by which each one comes earlier or later. */
const jitter = 0.2

/**
 * Milliseconds until the next refresh: pages opened together (a link in the news, a start of screens in the morning) drift apart
 * instead of asking the server in the same second for ever.
 */
export function refreshDelay(seconds: number, random: () => number = Math.random): number {
  return seconds * 1000 * (1 - jitter + 2 * jitter * random())
}
