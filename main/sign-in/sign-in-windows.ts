import type { SignInResult } from '../sites/site-model.ts';
import { NativeSignIn, type SignInPorts } from './sign-in-window.ts';

/** The sign-in windows that are open, at most one a site. */
export class SignInWindows {
  readonly #open = new Map<string, NativeSignIn>();

  /** Opens the site's own login page; resolves when the person is through or has closed the window. Rejects with the signal's reason. */
  async open(ports: SignInPorts): Promise<SignInResult> {
    ports.signal?.throwIfAborted();
    const window = new NativeSignIn(ports);
    this.#open.set(ports.site.id, window);
    try {
      return await window.result;
    } finally {
      this.#open.delete(ports.site.id);
    }
  }

  /** The language has changed. */
  reword(): void {
    for (const window of this.#open.values()) window.reword();
  }

  /** Brings the site's window to the front; false where none is open. */
  show(siteId: string): boolean {
    const window = this.#open.get(siteId);
    window?.show();
    return window !== undefined;
  }
}
