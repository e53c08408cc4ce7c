import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import type { Argument, Channel } from '../../preload/contract.ts';
import { startAgent, type TestAgent } from '../e2e/support/agent.ts';
import { type Desktop, type RunningApp, startDesktop } from '../e2e/support/launch.ts';
import { ask } from '../e2e/support/questions.ts';
import { enterPassword } from '../e2e/support/sign-in.ts';
import { formerLogin, writeFormerState } from '../support/former-state.ts';

type Locale = 'en' | 'zh-CN';

/** What a visitor of the tour finds: a desktop with a keyring, a site that looks real, a practice site, two agents at work. */
export class TourWorld {
  readonly desktop: Desktop;
  readonly production: PracticeSite;
  readonly staging: PracticeSite;
  readonly running: RunningApp;
  readonly window: Page;
  readonly #agents: TestAgent[] = [];
  /** The person's home, with the settings of some MCP clients. */
  readonly #clients: string;

  private constructor(
    desktop: Desktop,
    sites: { readonly production: PracticeSite; readonly staging: PracticeSite },
    running: RunningApp,
    window: Page,
    clients: string,
  ) {
    this.#clients = clients;
    this.desktop = desktop;
    this.production = sites.production;
    this.staging = sites.staging;
    this.running = running;
    this.window = window;
  }

  static async build(locale: Locale): Promise<TourWorld> {
    const zh = locale === 'zh-CN';
    const clients = homeWithClients();
    const desktop = await startDesktop({
      keyring: true,
      env: {
        ...{ HOME: clients, XDG_CONFIG_HOME: '', XDG_STATE_HOME: '', CODEX_HOME: '', CLAUDE_CONFIG_DIR: '' },
        ...(zh ? { LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' } : {}),
      },
    });
    const production = await PracticeSite.start({ title: zh ? '生产环境' : 'Prod JMS', looksReal: true });
    const staging = await PracticeSite.start({
      title: zh ? '预发布' : 'Staging',
      cookiePrefix: 'staging_',
      publicHost: 'jms.localhost',
    });
    const running = await desktop.launch();
    const window = await running.window();
    return new TourWorld(desktop, { production, staging }, running, window, clients);
  }

  /** The person adds the site and signs in, whatever the language of the window. */
  async signIn(site: PracticeSite): Promise<void> {
    await this.ask('site.add', { url: site.url });
    await expect
      .poll(() => this.running.app.windows().some((page) => page.url().startsWith(`${site.url}/core/`)))
      .toBe(true);
    const page = this.running.app.windows().find((one) => one.url().startsWith(`${site.url}/core/`));
    if (!page) throw new Error('the sign-in page is gone');
    await enterPassword(page, site.users.alice.username, site.users.alice.password);
    await expect
      .poll(async () => (await this.state()).sites.every(({ session }) => session.kind === 'signed-in'))
      .toBe(true);
  }

  async agent(name: string, project: string): Promise<TestAgent> {
    const folder = path.join(this.desktop.home, 'src', project);
    fs.mkdirSync(folder, { recursive: true });
    const agent = await startAgent(this.desktop.env, name, folder);
    this.#agents.push(agent);
    return agent;
  }

  /** Runs a command on the site that asks; the person allows it where they are asked. */
  async run(agent: TestAgent, asset: string, command: string, args: Record<string, unknown> = {}): Promise<void> {
    let over = false;
    const run = agent
      .call('jms_execute_koko_command', { site: this.production.url, asset, account: 'deploy', command, ...args })
      .finally(() => {
        over = true;
      });
    while (!over) {
      const { questions } = await this.state();
      const mine = questions.find((one) => one.topic === 'run-command' && one.command === command);
      if (mine) await this.ask('question.answer', { id: mine.id, answer: { kind: 'allow' } });
      await Promise.race([run, this.window.waitForTimeout(50)]);
    }
    const { isError, text } = await run;
    if (isError) throw new Error(`${command}: ${text}`);
  }

  /** A call that waits for the person: it is not awaited, and ends with the world. */
  begin(agent: TestAgent, args: Record<string, unknown>): void {
    agent.call('jms_execute_koko_command', { site: this.production.url, account: 'deploy', ...args }).catch(() => {});
  }

  /** A session of mcp-jumpserver-gui-sucks is offered; where it is taken, the site does not know it any more. */
  async takeOver(answer: Argument<'question.answer'>['answer'], visit: () => Promise<void>): Promise<void> {
    const file = path.join(this.#clients, '.local/state/mcp-jumpserver-gui-sucks/auth-state.json');
    writeFormerState(file, await formerLogin(this.production), 0o644);
    if (answer.kind === 'take-over') this.production.endSessions('alice', 'admin-kick');
    const over = this.ask('take-over.start', { choose: false });
    await expect(this.window.getByTestId('question')).toBeVisible();
    await visit();
    const question = (await this.state()).questions.find(({ topic }) => topic === 'take-over');
    if (question) await this.ask('question.answer', { id: question.id, answer });
    await over;
    fs.rmSync(file);
  }

  async state() {
    return this.window.evaluate(() => {
      const { drawbridge } = globalThis as unknown as {
        readonly drawbridge: import('../../preload/contract.ts').DrawbridgeApi;
      };
      return drawbridge.ask('state.get', {});
    });
  }

  ask<C extends Channel>(channel: C, argument: Argument<C>): Promise<unknown> {
    return ask(this.window, channel, argument);
  }

  async end(): Promise<void> {
    for (const agent of this.#agents) await agent.close();
    await this.desktop.stop();
    await this.production.dispose();
    await this.staging.dispose();
    fs.rmSync(this.#clients, { recursive: true, force: true });
  }
}

function homeWithClients(): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-tour-'));
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
    fs.writeFileSync(path.join(home, file), text);
  };
  write('.claude.json', '{\n  "mcpServers": {}\n}\n');
  write('.codex/config.toml', 'model = "gpt-5"\n\n[mcp_servers.github]\ncommand = "github-mcp"\n');
  write(
    '.cursor/mcp.json',
    '{ "mcpServers": { "drawbridge": { "command": "/opt/Drawbridge-0.0.9/resources/bin/drawbridge", "args": ["mcp"] } } }\n',
  );
  return home;
}
