import { Command } from 'cmdk';
import { BookText, HardDrive, LayoutGrid, LogIn, Pause, Play, Plus, Stethoscope } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { sectionGroups } from '../settings/sections.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { AgentMark } from '../ui/agent-mark.tsx';
import { BridgeGlyph } from '../ui/bridge-glyph.tsx';
import { siteHealth } from '../view/site-health.ts';
import { PaletteItem } from './palette-item.tsx';

interface CommandsProps {
  onDone(): void;
}

const pages = [
  { page: 'terminals', icon: LayoutGrid },
  { page: 'assets', icon: HardDrive },
  { page: 'journal', icon: BookText },
] as const;

export function PageCommands({ onDone }: CommandsProps) {
  const { t } = useTranslation();
  const go = useWindow((state) => state.go);
  const to = (page: Parameters<typeof go>[0]) => () => {
    onDone();
    go(page);
  };
  return (
    <Command.Group heading={t('palette.goTo')}>
      {pages.map(({ page, icon: Icon }) => (
        <PaletteItem
          key={page}
          id={`page ${page}`}
          words={[t(`nav.${page}`)]}
          icon={<Icon size={16} />}
          onSelect={to(page)}
        >
          {t(`nav.${page}`)}
        </PaletteItem>
      ))}
      <PaletteItem id="page doctor" words={[t('nav.doctor')]} icon={<Stethoscope size={16} />} onSelect={to('doctor')}>
        {t('nav.doctor')}
      </PaletteItem>
      <PaletteItem id="page add-site" words={[t('nav.addSite')]} icon={<Plus size={16} />} onSelect={to('add-site')}>
        {t('nav.addSite')}
      </PaletteItem>
      <PaletteItem
        id="page connect-agent"
        words={[t('nav.connectAgent')]}
        icon={<Plus size={16} />}
        onSelect={to('connect-agent')}
      >
        {t('nav.connectAgent')}
      </PaletteItem>
    </Command.Group>
  );
}

/** Raising asks nothing; lowering is where it is explained. */
export function BridgeCommands({ onDone }: CommandsProps) {
  const { t } = useTranslation();
  const raised = useApp((app) => app.raised);
  const raise = useAction('bridge.raise');
  const go = useWindow((state) => state.go);
  const word = raised ? t('bridge.lower') : t('bridge.raise');
  return (
    <Command.Group heading={t('palette.bridge')}>
      <PaletteItem
        id="bridge"
        words={[t('palette.bridge'), word]}
        icon={<BridgeGlyph position={raised ? 'raised' : 'half'} />}
        onSelect={() => {
          onDone();
          if (raised) go('terminals');
          else void raise.run({});
        }}
      >
        {word}
      </PaletteItem>
    </Command.Group>
  );
}

export function SiteCommands({ onDone }: CommandsProps) {
  const { t } = useTranslation();
  const sites = useApp((app) => app.sites);
  const signIn = useAction('site.sign-in');
  const browse = useWindow((state) => state.browse);
  if (sites.length === 0) return null;
  return (
    <Command.Group heading={t('palette.sites')}>
      {sites.map(({ id, name, session }) =>
        siteHealth(session).action === null ? (
          <PaletteItem
            key={id}
            id={`site browse ${name} ${id}`}
            words={[t('palette.browse', { name })]}
            icon={<HardDrive size={16} />}
            onSelect={() => {
              onDone();
              browse(id);
            }}
          >
            {t('palette.browse', { name })}
          </PaletteItem>
        ) : (
          <PaletteItem
            key={id}
            id={`site sign-in ${name} ${id}`}
            words={[t('palette.signIn', { name })]}
            icon={<LogIn size={16} />}
            onSelect={() => {
              onDone();
              void signIn.run({ siteId: id });
            }}
          >
            {t('palette.signIn', { name })}
          </PaletteItem>
        ),
      )}
    </Command.Group>
  );
}

export function AgentCommands({ onDone }: CommandsProps) {
  const { t } = useTranslation();
  const agents = useApp((app) => app.agents);
  const showPage = useWindow((state) => state.showAgentPage);
  const pause = useAction('agent.pause');
  const resume = useAction('agent.resume');
  if (agents.length === 0) return null;
  return (
    <Command.Group heading={t('palette.agents')}>
      {agents.flatMap(({ id, name, colour, hold }) => [
        <PaletteItem
          key={id}
          id={`agent ${name} ${id}`}
          words={[t('palette.agents'), name, t('agentPage.details')]}
          icon={<AgentMark colour={colour} />}
          note={t('agentPage.details')}
          onSelect={() => {
            onDone();
            showPage(id);
          }}
        >
          {name}
        </PaletteItem>,
        <PaletteItem
          key={`${id} hold`}
          id={`agent hold ${name} ${id}`}
          words={[hold === null ? t('palette.pause', { name }) : t('palette.resume', { name })]}
          icon={hold === null ? <Pause size={16} /> : <Play size={16} />}
          onSelect={() => {
            onDone();
            void (hold === null ? pause : resume).run({ agentId: id });
          }}
        >
          {hold === null ? t('palette.pause', { name }) : t('palette.resume', { name })}
        </PaletteItem>,
      ])}
    </Command.Group>
  );
}

export function SettingsCommands({ onDone }: CommandsProps) {
  const { t } = useTranslation();
  const open = useWindow((state) => state.openSettings);
  return (
    <Command.Group heading={t('palette.settings')}>
      {sectionGroups.flatMap(({ sections }) =>
        sections.map(({ id, title, icon: Icon }) => (
          <PaletteItem
            key={id}
            id={`settings ${id}`}
            words={[t(title), t('palette.settings')]}
            icon={<Icon size={16} />}
            onSelect={() => {
              onDone();
              open(id);
            }}
          >
            {t(title)}
          </PaletteItem>
        )),
      )}
    </Command.Group>
  );
}
