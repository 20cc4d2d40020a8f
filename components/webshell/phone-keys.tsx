'use client';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';

const KEYS = [
  { name: 'Esc', text: '\x1b' },
  { name: 'Tab', text: '\t' },
  { name: 'Ctrl+C', text: '\x03' },
  { name: 'Ctrl+D', text: '\x04' },
  { name: '↑', text: '\x1b[A' },
  { name: '↓', text: '\x1b[B' },
] as const;

/** What keyboards of phones do not have. */
export function PhoneKeys({ isActive, onKey }: { isActive: boolean; onKey: (text: string) => void }) {
  const t = useTranslations('webshell');
  return (
    <fieldset
      aria-label={t('keys')}
      className="hidden gap-1 border-line border-t p-2 phone:grid phone:grid-cols-6"
    >
      {KEYS.map(({ name, text }) => (
        <Button key={name} size="sm" disabled={!isActive} onClick={() => onKey(text)} className="px-1">
          {name}
        </Button>
      ))}
    </fieldset>
  );
}
