import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, clipboard, shell } from 'electron';
import { runtimeDirectory, thisMachine } from '../mcp-bridge/directories.ts';
import { localFindings, thisOnlooker } from '../mcp-bridge/doctor/local-checks.ts';
import { isFormerStateFor } from '../mcp-bridge/former-state/state-file.ts';
import { AgentDirectory } from './agents/agent-directory.ts';
import { AgentProfiles } from './agents/agent-profiles.ts';
import { AgentServer } from './agents/agent-socket.ts';
import { serveFor } from './agents/chosen-sites.ts';
import { serveCli } from './agents/cli-requests.ts';
import { ConnectedAgents } from './agents/connected-agents.ts';
import { ownDoorAnswers } from './agents/own-door.ts';
import { markQuitByPerson, writeLaunchFile } from './agents/runtime-files.ts';
import { wantedLimits } from './agents/wanted-limits.ts';
import { appPaths } from './desktop/app-paths.ts';
import { registerAppScheme } from './desktop/app-scheme.ts';
import { autostart } from './desktop/autostart.ts';
import { type Desk, noDisplay } from './desktop/desk.ts';
import { followPreferences } from './desktop/follow-preferences.ts';
import { ALLOW_COMMANDS, allowCommandsIgnored, HeadlessDesk, windowless } from './desktop/headless-desk.ts';
import { END_SIGNAL, isHeadless, restartHeadless } from './desktop/headless-start.ts';
import { keepBridge } from './desktop/lasting-bridge.ts';
import { localeOf } from './desktop/locale.ts';
import { PracticeProcess } from './desktop/practice-process.ts';
import { notifyOfQuestions } from './desktop/question-notices.ts';
import { RaiseShortcut } from './desktop/raise-shortcut.ts';
import { refuseTestRuntime } from './desktop/runtime-rule.ts';
import { requestUnlock, secretServiceState } from './desktop/secret-service.ts';
import { SessionNotices } from './desktop/session-notices.ts';
import { endInOrder } from './desktop/shutdown.ts';
import { trayHost } from './desktop/tray-host.ts';
import { WindowedDesk } from './desktop/windowed-desk.ts';
import { Doctor } from './doctor/doctor.ts';
import { fetchNoDictionaries } from './electron/harden-session.ts';
import { chooseKeychain } from './electron/keychain.ts';
import { askWhichFile } from './electron/open-dialog.ts';
import { askWhereToSave } from './electron/save-dialog.ts';
import { settingsFile } from './electron/settings-file.ts';
import { SiteNetwork } from './electron/site-network.ts';
import { systemClock } from './errors/clock.ts';
import { toDrawbridgeError } from './errors/drawbridge-error.ts';
import { fileLimitsOf } from './files/file-sessions.ts';
import { AgentHolds } from './guard/agent-holds.ts';
import { putReviewsToPerson } from './guard/command-reviews.ts';
import { confirmationBy } from './guard/confirm-identity.ts';
import { closeFormerUsersTerminals } from './guard/former-user.ts';
import { Guard } from './guard/guard.ts';
import {
  keepCommandsAllowed,
  keepForgottenCertificate,
  keepJournal,
  keepRevokedFolder,
} from './guard/journal-keeper.ts';
import { keepRecordings } from './guard/keep-recordings.ts';
import { KeptPauses, raiseUnlessKept } from './guard/kept-pauses.ts';
import { KeptRaise } from './guard/kept-raise.ts';
import { KillSwitch } from './guard/kill-switch.ts';
import { offerPasswordFields } from './guard/password-offers.ts';
import { policyInFile } from './guard/policy/policy-file.ts';
import { Questions } from './guard/question.ts';
import { TakeOver } from './guard/take-over/take-over.ts';
import { UserChanges } from './guard/user-changes.ts';
import { siteNames, writeAhead } from './guard/write-ahead.ts';
import { Journal } from './journal/journal.ts';
import { Recordings } from './journal/recordings/recordings.ts';
import { siteOrigin } from './jumpserver/probe.ts';
import { FileLog } from './log/file-log.ts';
import { fileServices } from './mcp/file-services.ts';
import { serveMcp, toolsKey } from './mcp/mcp-server.ts';
import { TargetResolver } from './mcp/target-resolver.ts';
import { keySettings } from './settings/key-settings.ts';
import { storedPauses, storePauses } from './settings/pause-settings.ts';
import { Preferences } from './settings/preferences.ts';
import { storedRaise, storeRaise } from './settings/raise-settings.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { windowBounds } from './settings/window-bounds.ts';
import { signInByWindow } from './sign-in/sign-in-by-window.ts';
import { SignInWindows } from './sign-in/sign-in-windows.ts';
import { signInByText } from './sign-in/text/text-sign-in.ts';
import type { SignInConversation } from './sites/sign-in-conversation.ts';
import { SiteRegistry } from './sites/site-registry.ts';
import { TrustedCertificates } from './sites/trusted-certificates.ts';
import { limitsOf } from './terminals/pool-limits.ts';
import { siteLinks } from './terminals/site-links.ts';
import { TerminalPool } from './terminals/terminal-pool.ts';
import { Seal } from './vault/seal.ts';
import { Vault } from './vault/vault.ts';
import { DismissedTerminals } from './window-api/dismissed-terminals.ts';
import { doctorView } from './window-api/doctor-view.ts';
import { tellOfGrowth } from './window-api/journal-growth.ts';
import { LiveViews } from './window-api/live-views.ts';
import { Notices } from './window-api/notices.ts';
import { RecentAssets } from './window-api/recent-assets.ts';
import { tellOfRecordingFailure } from './window-api/recording-notice.ts';
import { StateFeed } from './window-api/state-feed.ts';
import { WallLines } from './window-api/wall-lines.ts';
import { answer, windowHandlers } from './window-api/window-api.ts';

declare const __ELECTRON_MAJOR__: string;

const version = app.getVersion();
const paths = appPaths(path.dirname(fileURLToPath(import.meta.url)));
/** Built for one Electron, running on another: the registry's, for demo and tests only (design §6). */
const testRuntime = process.versions.electron.split('.')[0] !== __ELECTRON_MAJOR__;
const runtimeFolder = runtimeDirectory();

await restartHeadless(paths.launchCommand);
registerAppScheme();
fetchNoDictionaries();
if (process.platform === 'linux') {
  // Chromium chooses its store by the desktop's name; a bare session with a keyring has none. Never a store that may hang.
  const service = await secretServiceState();
  if (!app.commandLine.hasSwitch('password-store'))
    app.commandLine.appendSwitch('password-store', service === 'absent' ? 'basic' : 'gnome-libsecret');
}

if (app.requestSingleInstanceLock()) {
  // Not `await` at the top level: packed, ready waits for this module, and would wait for ever.
  app.whenReady().then(start, fail);
} else app.quit();

function fail(error: unknown): void {
  process.stderr.write(
    `Drawbridge cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  app.exit(1);
}

async function start(): Promise<void> {
  const state = new StateFeed();
  const notices = new Notices(() => state.changed());
  const log = new FileLog({
    folder: paths.logs,
    onFailure: ({ message }) =>
      notices.add('error', {
        en: `The log cannot be written: ${message}`,
        'zh-CN': `运行日志无法写入：${message}`,
      }),
  });
  const settings = new SettingsStore({ ...settingsFile(paths.data), onNotice: (text) => notices.add('error', text) });
  const preferences = new Preferences({
    settings,
    environment: process.env,
    onNotice: (text) => notices.add('error', text),
    apply: {
      'window.autostart': (on) => startAtLogin.set(on),
      'shortcuts.raise': (keys) => raiseShortcut.change(keys),
    },
  });
  const raiseShortcut = new RaiseShortcut(() => void killSwitch.raise());
  const startAtLogin = autostart(paths.launchCommand, process.env);
  preferences.found('window.autostart', startAtLogin.on);
  const locale = () => localeOf(preferences.get('language'));
  let quitting = false;
  const desk: Desk = isHeadless()
    ? new HeadlessDesk()
    : new WindowedDesk({
        ...{ paths, preferences, quitting: () => quitting },
        bounds: windowBounds(settings),
        onChange: () => state.changed(),
      });
  const wantsCommands = process.argv.includes(ALLOW_COMMANDS);
  /** For the guard: without a window nobody could be asked, and somebody decided at the start that nobody is. */
  const commandsWithoutAsking = wantsCommands && !desk.hasDisplay;
  if (wantsCommands && desk.hasDisplay) notices.add('error', allowCommandsIgnored);
  const clock = systemClock;
  const vault = await Vault.open({
    folder: paths.vault,
    log,
    choose: () => chooseKeychain(secretServiceState),
    onNotice: (text) => notices.add('info', text),
  });

  const journal = await Journal.open({ folder: paths.journal, vault, clock, log });
  const recordings = new Recordings({
    ...{ folder: paths.recordings, vault, clock, log },
    settings: () => ({
      on: preferences.get('recordings.on'),
      days: preferences.get('recordings.days'),
      totalMb: preferences.get('recordings.totalMb'),
      terminalMb: preferences.get('recordings.terminalMb'),
    }),
  });
  await recordings.load();
  const questions = new Questions({ clock, newId: () => `question_${randomUUID()}`, canAsk: () => desk.hasDisplay });
  const trusted = new TrustedCertificates({
    stored: () => settings.get().trustedCertificates,
    store: (list) => settings.update({ trustedCertificates: [...list] }),
    seal: new Seal(vault),
    keeps: () => vault.choice.state !== 'memory-only',
    now: () => clock.now(),
    onChange: () => state.changed(),
  });
  await trusted.load();
  const network = new SiteNetwork({ trusted, questions, vault, log });
  const signInWindows = new SignInWindows();
  const sites = new SiteRegistry({
    vault,
    clock,
    log,
    stored: () => settings.get().sites.filter((site) => !site.embedded),
    store: (list) => settings.update({ sites: [...list] }),
    defaultSite: () => settings.get().defaultSite,
    storeDefault: (id) => settings.update({ defaultSite: id }),
    newId: () => `site_${randomBytes(9).toString('base64url')}`,
    createTransport: (site) => network.transportFor(site),
    probe: (url) => network.probe(url),
    trust: (site, certificate) => network.trust(site, certificate),
    forgetTrust: (siteId) => network.forgetSite(siteId),
    keys: {
      ...keySettings(settings),
      askConfirmation: confirmationBy(questions),
      onNotice: (text) => notices.add('info', text),
    },
    keepAliveWhileIdleMs: () => preferences.get('keepAliveWhileIdleMinutes') * 60_000,
    windowless: !desk.hasDisplay,
    signIn: signInByWindow({
      windows: signInWindows,
      within: (site, byWindow) => network.signIn(site, byWindow),
      wanted: (agent, site) => desk.signInWanted(agent, site),
      locale,
      icon: paths.icon,
      log,
    }),
  });
  let wanted: ReturnType<typeof wantedLimits> | undefined;
  const terminals: TerminalPool = new TerminalPool({
    clock,
    log,
    random: (bytes) => randomBytes(bytes),
    limits: limitsOf(preferences.all()),
    watched: (id) => views.isAttended(id),
    ownCap: (id) => wanted?.terminals(id, directory.limitOf(id, 'terminals')) ?? null,
    ownIdleMs: (id) => wanted?.terminalIdleMs(id) ?? null,
    lookEveryMs: () => wanted?.terminalLookMs() ?? null,
    willType: writeAhead({ journal, siteName: siteNames(sites) }),
    siteIdle: (id) => {
      const session = sites.list().find((site) => site.id === id)?.session;
      return session?.kind === 'signed-in' && !session.keptAlive;
    },
    ...siteLinks(sites),
  });
  const sealing = { seal: new Seal(vault), vault, keeps: () => vault.choice.state !== 'memory-only', log };
  const keptRaise = new KeptRaise({
    ...sealing,
    stored: () => storedRaise(settings),
    store: (raise) => storeRaise(settings, raise),
    now: () => clock.now(),
  });
  const keptPauses = new KeptPauses({
    ...sealing,
    stored: () => storedPauses(settings),
    store: (pauses) => storePauses(settings, pauses),
  });
  const killSwitch = new KillSwitch({
    load: () => keptRaise.since(),
    save: (since) => keptRaise.save(since),
    now: () => clock.now(),
    interruptAll: () => terminals.interruptAllAgents(),
    log,
  });
  const agents = new ConnectedAgents({ terminals, clock, log });
  wanted = wantedLimits(agents);
  agents.on('did-change', () => terminals.hurry());
  const holds = new AgentHolds({
    clock,
    kept: keptPauses,
    keyOf: (id) => directory.keyOf(id),
    limitOf: (id) => directory.limitOf(id, 'runsPerHour'),
  });
  const directory: AgentDirectory = new AgentDirectory({
    ...{ agents, holds, profiles: new AgentProfiles(settings) },
    limits: () => ({ terminals: preferences.get('terminals.perAgent'), runsPerHour: settings.get().agentRunsPerHour }),
    storeRunsPerHour: (agentRunsPerHour) => settings.update({ agentRunsPerHour }),
    onChange: () => state.changed(),
  });
  const policy = policyInFile(paths.data, settings, new Seal(vault));
  await policy.keeper.load();
  const guard = new Guard({
    policy: policy.keeper,
    ...{ killSwitch, holds, questions, journal, sites, terminals, clock },
    commandsWithoutAsking: () => commandsWithoutAsking,
  });
  const checkKept = () => raiseUnlessKept(killSwitch, keptRaise, keptPauses);
  const users = new UserChanges({
    ...{ terminals, guard, questions, killSwitch, clock },
    siteName: (siteId) => sites.find(siteId).summary().name,
  });
  const stopJournal = keepJournal({
    ...{
      journal,
      sites,
      terminals,
      killSwitch,
      questions,
      agents,
      holds,
      policy: policy.keeper,
      standing: guard.standing,
    },
    settings: preferences,
  });
  const stopRecording = keepRecordings({ terminals, recordings, siteName: siteNames(sites) });
  if (commandsWithoutAsking) keepCommandsAllowed(journal);
  const files = fileServices({
    ...{ clock, log, sites, killSwitch, agents, guard, journal, questions, siteName: siteNames(sites) },
    random: (bytes) => randomBytes(bytes),
    limits: () => fileLimitsOf(preferences.all()),
    ownLimits: (id) => wanted?.files(id) ?? {},
    lookEveryMs: () => wanted?.fileLookMs() ?? null,
    stored: () => settings.get().folderGrants,
    store: (list) => settings.update({ folderGrants: [...list] }),
    seal: new Seal(vault),
    keeps: () => vault.choice.state !== 'memory-only',
    home: app.getPath('home'),
    commandsWithoutAsking: () => commandsWithoutAsking,
    onChange: () => state.changed(),
  });
  await files.grants.load();
  const practice = new PracticeProcess(paths.practice);

  const dismissed = new DismissedTerminals({ terminals, onChange: () => state.changed() });
  const recent = new RecentAssets({
    terminals,
    stored: () => settings.get().recentAssets,
    store: (assets) => settings.update({ recentAssets: [...assets] }),
  });
  const wallLines = new WallLines({ terminals, clock });
  const views = new LiveViews({ terminals, send: (event) => desk.push('terminal.output', event) });
  const doctor = new Doctor({
    app: { version, electron: process.versions.electron, testRuntime },
    sites,
    route: (siteId) => network.routeOf(siteId),
    doorAnswers: () => ownDoorAnswers(runtimeFolder),
    raised: () => killSwitch.raised,
    vault: () => vault.choice,
    trayHost,
    folders: [paths.data, paths.logs, paths.journal, paths.vault],
    computer: thisMachine(),
    local: () =>
      localFindings(
        thisOnlooker(
          version,
          agents.list().map(({ projectFolder }) => projectFolder),
        ),
      ),
    clock,
    log,
  });
  const takeOver = new TakeOver({
    ...{ sites, questions, clock, log, platform: process.platform, onChange: () => state.changed() },
    aside: (site, use) => network.aside(site, use),
    assertAllowed: (url) => refuseTestRuntime(testRuntime, url),
    liesThere: isFormerStateFor(thisMachine()),
  });
  const services = {
    appVersion: version,
    doctor,
    journal,
    takeOver,
    sites,
    terminals,
    guard,
    users,
    files,
    targets: new TargetResolver({ sites, clock }),
    clock,
    log,
    boundary: () => randomBytes(6).toString('hex'),
    folders: { data: paths.data, logs: paths.logs, journal: paths.journal, runtime: runtimeFolder },
    surroundings: () => ({ display: desk.hasDisplay, vault: vault.choice.state, commandsWithoutAsking }),
    desk: {
      show: () => desk.show(),
      proposeSite: ({ url, name = '' }: { readonly url: string; readonly name?: string }) => {
        if (!desk.hasDisplay) throw noDisplay('Adding a site', `Restart the app with \`--site ${url}\`.`);
        state.propose({ kind: 'add-site', url, name });
        desk.show();
      },
      proposeRemoval: (siteId: string) => {
        if (!desk.hasDisplay) throw noDisplay('Removing a site', 'Remove it where there is a display.');
        state.propose({ kind: 'remove-site', siteId });
        desk.show();
      },
    },
    signInByText: (siteId: string, conversation: SignInConversation) =>
      sites.find(siteId).signInBy(async (site, signal) => {
        await network.askAgain(siteId);
        return signInByText({
          site: site.settings,
          transport: site.transport,
          conversation,
          whoAmI: () => site.arrived(),
          clock,
          log,
          signal,
        });
      }),
  };
  const server = new AgentServer({
    directory: runtimeFolder,
    appVersion: version,
    toolsKey: toolsKey(version),
    agents,
    serveMcp: (channel, agent) => serveFor(services, agent, (own) => serveMcp(own, channel, agent)),
    serveCli: (channel, agent) => serveFor(services, agent, (own) => serveCli(own, channel, agent)),
    clock,
    log,
  });

  const siteName = (siteId: string) => sites.find(siteId).summary().name;
  state.connect({
    sources: {
      version,
      electron: process.versions.electron,
      testRuntime,
      locale,
      bridgeCommand: paths.bridgeCommand,
      sites: () => sites.list(),
      certificates: (siteId) => trusted.list(siteId),
      defaultSite: () => sites.defaultId,
      preferences,
      desktop: () => ({ ...desk.view, raiseShortcut: raiseShortcut.state }),
      agents: () => directory.list(),
      agentLimits: () => directory.common(),
      terminals: () => dismissed.left(),
      vault: () => vault.choice,
      raised: () => killSwitch.raised,
      raise: () => killSwitch.state,
      practiceRunning: () => practice.running,
      takenOver: () => takeOver.last,
      notices: () => notices.list(locale()),
      questions: () => questions.open(),
      journalProblem: () => journal.problem && { message: journal.problem.message, nextStep: journal.problem.nextStep },
      standing: () => guard.standing.list(),
      folderGrants: () => files.grants.list(),
      recordings: () => recordings.state,
    },
    onChange: (value) => desk.tell(value),
  });
  const sessionNotices = new SessionNotices({
    now: () => clock.now(),
    expiring: ({ id, name }, minutes) => desk.sessionExpiring(name, minutes, () => signIn(id)),
    expired: ({ id, name }) => desk.sessionExpired(name, () => signIn(id)),
  });
  for (const watch of [
    sites.on('did-change', (site) => {
      sessionNotices.see(site);
      state.changed();
    }),
    sites.on('did-remove', ({ id }) => {
      sessionNotices.forget(id);
      for (const terminal of terminals.list())
        if (terminal.target.siteId === id) void terminals.close(terminal.id, undefined, 'its site was removed');
      state.changed();
    }),
    terminals.on('changed', () => state.changed()),
    terminals.on('removed', () => state.changed()),
    agents.on('did-change', (here) => {
      guard.keepOnlyAgents(here.map(({ id }) => id));
      state.changed();
    }),
    killSwitch.on('did-change', () => state.changed()),
    killSwitch.on('did-stop', () => state.changed()),
    holds.on('did-change', () => state.changed()),
    journal.on('did-change', () => state.changed()),
    recordings.on('did-change', () => {
      state.changed();
      desk.push('recordings.changed', {});
    }),
    tellOfRecordingFailure({ recordings, notices }),
    tellOfGrowth({ journal, clock, tell: () => desk.push('journal.grew', {}) }),
    terminals.on('run-started', ({ terminal: { owner }, run }) => {
      if (owner.kind === 'agent' && run.by !== 'person') holds.countRun(owner.agentId);
    }),
    questions.on('did-change', () => state.changed()),
    ...(['did-give', 'did-use', 'did-end'] as const).map((name) => guard.standing.on(name, () => state.changed())),
    doctor.on('did-look', (event) => desk.push('doctor.changed', doctorView(event))),
    sites.on('did-expire', ({ siteId }) => sessionNotices.ended(sites.find(siteId).summary())),
    questions.on('did-ask', ({ topic }) => {
      // What the person is doing in the sign-in window waits for this answer; the question must not stand behind it.
      const signingIn = sites.list().some(({ session }) => session.kind === 'signing-in');
      if (signingIn && (topic === 'trust-certificate' || topic === 'proxy-login')) desk.show();
    }),
    notifyOfQuestions({
      ...{ questions, now: () => clock.now(), notify: (notice) => desk.questionWaits(notice) },
      review: (questionId) => {
        state.wantQuestion(questionId, clock.now());
        desk.show();
      },
    }),
    followPreferences({
      ...{ preferences, locale, quit: () => void quit(true) },
      effects: { language: () => signInWindows.reword() },
      onChange: (values) => {
        terminals.setLimits(limitsOf(values));
        void recordings.settingsChanged();
        state.changed();
      },
    }),
    closeFormerUsersTerminals({ sites, terminals, questions, log }),
    putReviewsToPerson({ siteName, terminals, questions, log }),
    offerPasswordFields({
      ...{ terminals, questions, users, log, siteName },
    }),
  ])
    state.own(watch);

  const handlers = windowHandlers({
    state: () => state.current(),
    sites,
    showSignIn: (siteId) => signInWindows.show(siteId),
    probe: (url) => network.probe(url),
    terminals,
    views,
    wall: { lines: wallLines, dismissed, openLink: (url) => shell.openExternal(url) },
    recent,
    target: (siteId, asset, account, signal) => services.targets.target(sites.find(siteId), { asset, account }, signal),
    policy: {
      ...policy,
      isPractice: (name) => sites.list().some((site) => site.name === name && site.practice),
    },
    connect: {
      ...{ machine: thisMachine(), bridgeCommand: paths.bridgeCommand },
      openFile: (file) => shell.openPath(file),
    },
    takeOver: { takeOver, machine: thisMachine(), chooseFile: askWhichFile },
    agents: { directory, holds, disconnect: (id) => agents.disconnect(id) },
    bridge: { raise: () => killSwitch.raise(), lower: async () => killSwitch.lower() },
    vault: {
      unlock: async () => {
        await requestUnlock();
        await vault.retry();
        await journal.retry();
        await recordings.load();
        await trusted.load();
        await checkKept();
        await policy.keeper.load();
        await files.grants.load();
        await sites.restore();
        state.changed();
      },
    },
    certificates: {
      forget: async (siteId, host, fingerprint) => {
        await network.forgetCertificate(siteId, host, fingerprint);
        keepForgottenCertificate(journal, siteNames(sites)(siteId), host, fingerprint);
      },
    },
    preferences,
    notices,
    questions,
    standing: guard.standing,
    files: {
      revoke: (grant) => {
        files.grants.revoke(grant);
        keepRevokedFolder(journal, grant);
      },
    },
    doctor,
    attention: state,
    ...{ desk, raiseShortcut },
    journal: { journal, askWhere: askWhereToSave },
    recordings: { recordings, journal, askWhere: askWhereToSave },
    practice: {
      start: async () => {
        const { url } = await practice.start();
        const site = await sites.add({ baseUrl: url, embedded: true });
        signIn(site.id);
      },
    },
    // What is no usable address at all is said first.
    assertRealSiteAllowed: (url) => refuseTestRuntime(testRuntime, siteOrigin(url)),
    openFolder: async (which) => {
      const folder = which === 'logs' ? paths.logs : which === 'journal' ? paths.journal : paths.data;
      const problem = await shell.openPath(folder);
      if (problem) throw new Error(problem);
    },
    copy: (text) => clipboard.writeText(text),
    clipboardText: () => clipboard.readText(),
    log,
  });
  desk.open({
    state: state.current(),
    actions: {
      signIn,
      openTerminal: (id) => {
        state.focus(id);
        desk.show();
      },
      pauseAgent: (id) => holds.pause(id),
      resumeAgent: (id) => holds.resume(id),
      openSettings: () => {
        state.wantSettings('sites');
        desk.show();
      },
      raise: () => void killSwitch.raise(),
      lower: () => killSwitch.lower(),
      quit: () => void quit(true),
    },
    answer: (channel, argument) => answer(handlers, channel, argument),
  });

  if (desk.hasDisplay) raiseShortcut.begin(preferences.get('shortcuts.raise'));
  app.on('before-quit', (event) => {
    if (quitting) return;
    event.preventDefault();
    void quit(false);
  });
  for (const signal of ['SIGINT', 'SIGTERM', END_SIGNAL] as const) process.on(signal, () => void quit(false));

  if (paths.lastingBridge)
    await keepBridge(paths.lastingBridge, version).catch((error: unknown) =>
      log.error('the bridge could not be put where clients look for it', { error: String(error) }),
    );
  await writeLaunchFile(runtimeFolder, {
    command: [...paths.launchCommand],
    cwd: app.getPath('home'),
    appVersion: version,
    bridge: [...paths.bridgeCommand],
    quitByPerson: false,
  });
  await checkKept();
  await server.listen();
  if (!desk.hasDisplay) process.stdout.write(windowless(version, commandsWithoutAsking));
  else if (!process.argv.includes('--hidden')) desk.show();
  await sites.restore();
  await addSiteOfCommandLine();

  function signIn(siteId: string): void {
    if (signInWindows.show(siteId)) return;
    sites
      .find(siteId)
      .whenSignedIn({ kind: 'person' })
      .catch((error: unknown) => log.info('sign-in ended', { site: siteId, why: toDrawbridgeError(error).code }));
  }

  async function addSiteOfCommandLine(): Promise<void> {
    const at = process.argv.indexOf('--site');
    const url = process.argv[at + 1];
    if (at < 0 || url === undefined) return;
    try {
      refuseTestRuntime(testRuntime, url);
      const site = await sites.add({ baseUrl: url });
      if (desk.hasDisplay && site.session.kind !== 'signed-in') signIn(site.id);
    } catch (error) {
      const { message, nextStep } = toDrawbridgeError(error);
      notices.add('error', `${message} ${nextStep}`);
    }
  }

  async function quit(byPerson: boolean): Promise<void> {
    if (quitting) return;
    quitting = true;
    // Whatever does not end in time must not keep the app from ending.
    const deadline = setTimeout(() => app.exit(0), 5_000);
    await endInOrder(
      [
        ['launch file', () => byPerson && markQuitByPerson(runtimeFolder)],
        ['shortcut', () => raiseShortcut.dispose()],
        ['guard', () => guard.dispose()],
        ['changes of users', () => users.dispose()],
        ['files', () => files.dispose()],
        ['questions', () => questions.dispose()],
        ['doctor', () => doctor.dispose()],
        ['local socket', () => server.dispose()],
        ['agents', () => agents.dispose()],
        ['terminals', () => terminals.dispose()],
        ['what is recorded', stopRecording],
        ['recordings', () => recordings.dispose()],
        ['seal of the bridge', () => keptRaise.settled()],
        ['seal of the pauses', () => keptPauses.settled()],
        ['sites', () => sites.dispose()],
        ['what is journalled', stopJournal],
        ['journal', () => journal.dispose()],
        ['network', () => network.dispose()],
        ['views', () => views.dispose()],
        ['wall lines', () => wallLines.dispose()],
        ['recent assets', () => recent.dispose()],
        ['practice site', () => practice.dispose()],
        ['state', () => state.dispose()],
        ['desk', () => desk.dispose()],
      ],
      log,
    );
    clearTimeout(deadline);
    app.exit(0);
  }
}
