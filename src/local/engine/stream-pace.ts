/** How many bytes may be streamed at once, and how fast that number grows again. */
export interface Bandwidth {
  readonly burstBytes: number;
  readonly bytesPerSecond: number;
}

/** What is left of it; below zero, so many bytes were streamed too early. */
export interface Pace {
  readonly left: number;
  /** In milliseconds of any clock. */
  readonly at: number;
}

export function beginning({ burstBytes }: Bandwidth, now: number): Pace {
  return { left: burstBytes, at: now };
}

/** After `bytes` were streamed: the next pace, and how many milliseconds the stream must now rest (INV-24). */
export function step(pace: Pace, bytes: number, now: number, bandwidth: Bandwidth): readonly [Pace, restMs: number] {
  const grown = (bandwidth.bytesPerSecond * (now - pace.at)) / 1000;
  const left = Math.min(bandwidth.burstBytes, pace.left + grown) - bytes;
  return [{ left, at: now }, left >= 0 ? 0 : Math.ceil((-left * 1000) / bandwidth.bytesPerSecond)];
}
