'use client';
import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Shown } from '#components/services/list-choice.ts';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextInput } from '#components/ui/text-input.tsx';

const DEBOUNCE_MS = 200;

type ServiceFilterProps = {
  filter: string;
  show: Shown;
  counts: Record<Shown, number> | undefined;
  onFilter: (filter: string) => void;
  onShow: (show: Shown) => void;
};

/** The filter box (`/` leads to it) and the three choices with their numbers. */
export function ServiceFilter({ filter, show, counts, onFilter, onShow }: ServiceFilterProps) {
  const t = useTranslations('services');
  const [typed, setTyped] = useDebounced(filter, onFilter);
  const input = useFocusBySlash();
  return (
    <>
      <TextInput
        ref={input}
        className="w-70 phone:w-full"
        start={<Search className="size-4 flex-none text-ink-3" aria-hidden />}
        placeholder={t('filterPlaceholder')}
        aria-label={t('filter')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Segmented
        aria-label={t('showByState')}
        className="phone:flex-1"
        value={show}
        onChange={onShow}
        options={[
          { value: 'all', label: t('showAll'), count: counts?.all },
          { value: 'gray', label: t('showGray'), count: counts?.gray },
          { value: 'abnormal', label: t('showAbnormal'), count: counts?.abnormal },
        ]}
      />
    </>
  );
}

/** What is being typed; handed on when the typing pauses, and replaced when the value changes elsewhere. */
function useDebounced(value: string, onSettled: (value: string) => void) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value && typed === known) {
    setKnown(value);
    setTyped(value);
  }
  const settle = useEffectEvent((text: string) => {
    setKnown(text);
    onSettled(text);
  });
  useEffect(() => {
    if (typed === known) return;
    const timer = setTimeout(() => settle(typed), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [typed, known]);
  return [typed, setTyped] as const;
}

function useFocusBySlash() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { target } = event;
      const isTyping = target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      input.current?.focus();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return input;
}
