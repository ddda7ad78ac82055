// Zoom.
export { zoom } from './app.ts';
export { zoomDescription } from './description.ts';
export type { ZoomOptions } from './options.ts';
