/**
 * The Sustainable Web Design Model, version 4: kilowatt-hours per gigabyte (10⁹ bytes) sent, for running and for making the
 * equipment of each segment. @see https://sustainablewebdesign.org/estimating-digital-emissions/
 */
const segments = {
  dataCentre: { running: 0.055, making: 0.012 },
  network: { running: 0.059, making: 0.013 },
  device: { running: 0.08, making: 0.081 },
} as const

/** Grams of CO₂e per kilowatt-hour of the world's electricity, as the model takes it (Ember, 2022). */
export const worldGrid = 494

export interface Grid {
  /** g CO₂e per kWh where data centre, network and reader are; the world's mean when absent. */
  readonly intensity?: number | undefined
  /** Share of the data centre's electricity from renewable sources, 0 to 1. */
  readonly green?: number | undefined
}

/** Grams of CO₂e of one view that transfers this many bytes, nothing being cached. An estimate by bytes alone: compare, don't add up. */
export function co2PerView(bytes: number, { intensity = worldGrid, green = 0 }: Grid = {}): number {
  const { dataCentre, network, device } = segments
  const running = dataCentre.running * (1 - green) + network.running + device.running
  // What is made is made with the world's electricity, wherever the page is read.
  const making = dataCentre.making + network.making + device.making
  return (bytes / 1e9) * (running * intensity + making * worldGrid)
}
