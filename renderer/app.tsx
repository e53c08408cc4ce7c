import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AgentPage } from './agents/agent-page.tsx';
import { AssetsPage } from './assets/assets-page.tsx';
import { Banners } from './banners/banners.tsx';
import { CloseDialog } from './banners/close-dialog.tsx';
import { ProposalDialog } from './banners/proposal-dialog.tsx';
import { FocusView } from './focus/focus-view.tsx';
import { DoctorPage } from './pages/doctor-page.tsx';
import { JournalPage } from './pages/journal-page.tsx';
import { RaisedPage } from './pages/raised-page.tsx';
import { CommandPalette } from './palette/command-palette.tsx';
import { QuestionDialog } from './questions/question-dialog.tsx';
import { ReplayView } from './replay/replay-view.tsx';
import { useRecordings } from './replay/use-recordings.ts';
import { SettingsPage } from './settings/settings-page.tsx';
import { useSettingsLink } from './settings/use-settings-link.ts';
import { SetupPage } from './setup/setup-page.tsx';
import { Sidebar } from './sidebar/sidebar.tsx';
import { useApp, useParts, useWindow } from './state/window-context.tsx';
import { TakenOverDialog } from './take-over/taken-over-dialog.tsx';
import { useTerminalFont } from './terminal/use-terminal-look.ts';
import { TopBar } from './top-bar.tsx';
import { Wall } from './wall/wall.tsx';

/** Follows main's state and shows the page for it. */
export function App() {
  const { api, store } = useParts();
  const { t, i18n } = useTranslation();
  const ready = useWindow(({ app }) => app !== null);
  const locale = useWindow(({ app }) => app?.locale ?? null);
  const [failure, setFailure] = useState<string | null>(null);
  useSettingsLink();
  useTerminalFont();
  useRecordings();

  useEffect(() => {
    const { took } = store.getState();
    // The first push is newer than the answer that was asked for before it.
    let pushed = false;
    const off = api.on('state.changed', (app) => {
      pushed = true;
      took(app);
    });
    api.ask('state.get', {}).then(
      (app) => {
        if (!pushed) took(app);
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
    return off;
  }, [api, store]);

  useEffect(() => {
    if (locale === null) return;
    document.documentElement.lang = locale;
    void i18n.changeLanguage(locale);
  }, [i18n, locale]);

  if (!ready) {
    return (
      <p className="grid h-full place-items-center text-ink-3" role="status">
        {failure === null ? t('app.starting') : t('app.unknown', { why: failure })}
      </p>
    );
  }
  return (
    <>
      <Content />
      <CommandPalette />
      <ProposalDialog />
      <CloseDialog />
      <TakenOverDialog />
      <QuestionDialog />
    </>
  );
}

function Content() {
  const settingUp = useWindow((state) => state.settingUp);
  const page = useWindow((state) => state.page);
  if (settingUp || page === 'add-site' || page === 'connect-agent') return <SetupPage />;
  return (
    <div className="flex h-full">
      <Sidebar />
      <main className="flex min-w-0 flex-1 flex-col">
        <TopBar />
        <Banners />
        <CurrentPage />
      </main>
    </div>
  );
}

function CurrentPage() {
  const page = useWindow((state) => state.page);
  const focused = useWindow((state) => state.focused);
  const raised = useApp((app) => app.raised);
  const replayed = useWindow((state) => state.replayed);
  if (replayed !== null) return <ReplayView key={replayed} id={replayed} />;
  switch (page) {
    case 'assets':
      return <AssetsPage />;
    case 'journal':
      return <JournalPage />;
    case 'doctor':
      return <DoctorPage />;
    case 'agent':
      return <AgentPage />;
    case 'settings':
      return <SettingsPage />;
    default:
      if (focused !== null) return <FocusView terminalId={focused} />;
      return raised ? <RaisedPage /> : <Wall />;
  }
}
