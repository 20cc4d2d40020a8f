'use client';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Theme } from '#components/shell/preferences.ts';
import { type Command, type CommandGroup, useCommands } from '#components/shell/use-commands.ts';
import { cn } from '#components/ui/cn.ts';

/** A combobox whose list is always open: typing searches, ↑↓ moves, Enter does it. */
export function CommandSearch({ theme, onDone }: { theme: Theme; onDone: () => void }) {
  const t = useTranslations('shell');
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const { groups, isSearching, hasFailed } = useCommands(text, theme);
  const commands = groups.flatMap((group) => group.commands);
  const current = commands[Math.min(active, commands.length - 1)];

  function run(command: Command | undefined): void {
    if (!command) return;
    onDone();
    command.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') run(current);
    else if (event.key === 'ArrowDown') setActive(commands.length === 0 ? 0 : (active + 1) % commands.length);
    else if (event.key === 'ArrowUp') setActive(active <= 0 ? Math.max(0, commands.length - 1) : active - 1);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className="flex h-12 items-center gap-3 px-4">
        <Search className="size-4 flex-none text-ink-3" aria-hidden />
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={current ? optionId(listId, current) : undefined}
          aria-label={t('searchHint')}
          aria-autocomplete="list"
          placeholder={t('searchHint')}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-3"
        />
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label={t('searchResults')}
        className="max-h-[min(420px,60dvh)] overflow-y-auto border-line border-t p-2 empty:hidden"
      >
        {groups.map((group) => (
          <OptionGroup
            key={group.key}
            group={group}
            listId={listId}
            current={current}
            onPoint={(command) => setActive(commands.indexOf(command))}
            onRun={run}
          />
        ))}
      </div>
      <p role="status" className="px-4 pb-4 text-ink-3 empty:hidden">
        {hasFailed ? t('searchFailed') : null}
        {commands.length === 0 && !isSearching && !hasFailed
          ? t('searchNothing', { text: text.trim() })
          : null}
      </p>
    </>
  );
}

type OptionGroupProps = {
  group: CommandGroup;
  listId: string;
  current: Command | undefined;
  onPoint: (command: Command) => void;
  onRun: (command: Command) => void;
};

function OptionGroup({ group, listId, current, onPoint, onRun }: OptionGroupProps) {
  const t = useTranslations('shell');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options, not of form fields
    <div role="group" aria-label={t(group.key)} className="not-first:mt-2">
      <div aria-hidden className="px-2 py-1 text-ink-3 text-xs">
        {t(group.key)}
      </div>
      {group.commands.map((command) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox
        <div
          key={command.key}
          id={optionId(listId, command)}
          role="option"
          aria-selected={command === current}
          ref={command === current ? scrollIntoView : undefined}
          onPointerMove={() => onPoint(command)}
          onClick={() => onRun(command)}
          className={cn(
            'flex h-9 items-center gap-3 rounded-md px-2 text-ink phone:h-(--size-touch)',
            command === current && 'bg-hover',
          )}
        >
          <span className="truncate">{command.label}</span>
          <span className="min-w-0 flex-1 truncate text-ink-3 text-sm">{command.detail}</span>
        </div>
      ))}
    </div>
  );
}

function scrollIntoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}

function optionId(listId: string, command: Command): string {
  return `${listId}-${command.key}`;
}
