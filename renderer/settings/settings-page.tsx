import { Tabs } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useWindow } from '../state/window-context.tsx';
import { type SettingsSection, sectionGroups } from './sections.ts';

const all = sectionGroups.flatMap(({ sections }) => sections);

/** A list of sections, and the chosen one beside it. Arrow keys walk the list; Tab goes from it into the section. */
export function SettingsPage() {
  const { t } = useTranslation();
  const wanted = useWindow((state) => state.settingsSection);
  const open = useWindow((state) => state.openSettings);
  // A link may name a section that this build does not have.
  const chosen = all.find(({ id }) => id === wanted) ?? all[0];
  return (
    <Tabs.Root
      orientation="vertical"
      value={chosen?.id ?? ''}
      onValueChange={(id) => open(id)}
      className="flex min-h-0 flex-1"
    >
      <Tabs.List
        aria-label={t('settings.title')}
        className="flex w-50 shrink-0 flex-col gap-px py-4 pl-2 scroll-quiet wide:w-52"
      >
        {sectionGroups.map(({ title, sections }) => (
          <div key={title} role="presentation" className="grid min-w-0 gap-px not-first:mt-3">
            <p aria-hidden="true" className="truncate px-2 pb-1 text-small font-medium text-ink-3">
              {t(title)}
            </p>
            {sections.map((section) => (
              <SectionTab key={section.id} section={section} />
            ))}
          </div>
        ))}
      </Tabs.List>
      {all.map(({ id, title, Body }) => (
        <Tabs.Content
          key={id}
          value={id}
          className="min-h-0 min-w-0 flex-1 scroll-quiet px-4 py-6 outline-offset-[-2px] wide:px-10"
        >
          <div className="grid max-w-[720px] grid-cols-1 gap-5">
            <h1>{t(title)}</h1>
            <Body />
          </div>
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

function SectionTab({ section: { id, title, icon: Icon } }: { readonly section: SettingsSection }) {
  const { t } = useTranslation();
  return (
    <Tabs.Trigger
      value={id}
      className="flex h-8 min-w-0 items-center gap-2 rounded-control px-2 text-left text-ink-2 outline-offset-[-2px] hover:bg-hover data-[state=active]:bg-hover data-[state=active]:font-medium data-[state=active]:text-ink"
    >
      <Icon size={16} strokeWidth={2} />
      <span className="truncate">{t(title)}</span>
    </Tabs.Trigger>
  );
}
