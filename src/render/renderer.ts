/** What every picture engine offers to the elements; `Frame` is what one drawing needs (spec and data, or style). */
export interface Renderer<Frame> {
  /** Draws the frame; resolves once the pixels are there. A newer call supersedes the older one. */
  update(frame: Frame): Promise<void>
  /** Frees everything; the renderer is not used afterwards. */
  destroy(): void
}
