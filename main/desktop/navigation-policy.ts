import type { WebContents } from 'electron';

/** Our own window shows our own page and nothing else. */
export function pinToApp(contents: WebContents, origin: string): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const keep = (event: { preventDefault(): void; readonly url: string }) => {
    if (!event.url.startsWith(`${origin}/`)) event.preventDefault();
  };
  contents.on('will-navigate', keep);
  contents.on('will-redirect', keep);
  contents.on('will-frame-navigate', keep);
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
