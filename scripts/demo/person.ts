import { _electron, type ElectronApplication, type Page } from '@playwright/test';

const PATIENCE_MS = 30_000;

/** The person at the desk: sees windows, types and clicks. Drives the app from outside; nothing in the app knows. */
export class Person {
  readonly #app: ElectronApplication;

  private constructor(app: ElectronApplication) {
    this.#app = app;
  }

  static async startApp(options: {
    readonly electron: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  }): Promise<Person> {
    const app = await _electron.launch({
      executablePath: options.electron,
      args: [...options.args],
      env: { ...options.env },
      timeout: 60_000,
    });
    return new Person(app);
  }

  get app(): ElectronApplication {
    return this.#app;
  }

  window(): Promise<Page> {
    return this.#page((url) => url.startsWith('app://drawbridge'));
  }

  /** Adds the site on the first page, and signs in on the site's own page in the native window. Answers how long it took, ms. */
  async addAndSignIn(url: string, username: string, password: string): Promise<number> {
    const started = performance.now();
    const window = await this.window();
    await window.getByRole('textbox').first().fill(url);
    const add = window.getByRole('button', { name: 'Add your JumpServer' });
    await add.click({ timeout: PATIENCE_MS });
    const page = await this.#page((address) => address.includes('/core/auth/login/'));
    await page.locator('input[name="username"]').fill(username);
    await page.locator('#password').fill(password);
    await page.locator('#login-form button[type="submit"]').click();
    await window
      .getByTestId('site-row')
      .filter({ hasText: /signed in/i })
      .waitFor({ timeout: PATIENCE_MS });
    return Math.round(performance.now() - started);
  }

  async screenshot(file: string, theme: 'light' | 'dark'): Promise<string> {
    const window = await this.window();
    await window.emulateMedia({ colorScheme: theme });
    await window.screenshot({ path: file, animations: 'disabled' });
    return file;
  }

  async #page(matches: (url: string) => boolean): Promise<Page> {
    const found = this.#app.windows().find((page) => matches(page.url()));
    if (found) return found;
    return this.#app.waitForEvent('window', {
      timeout: PATIENCE_MS,
      predicate: async (page) => {
        if (!matches(page.url())) await page.waitForURL((url) => url.href !== 'about:blank', { waitUntil: 'commit' });
        return matches(page.url());
      },
    });
  }
}
