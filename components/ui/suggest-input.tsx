'use client';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { type ReactNode, useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { BOX } from '#components/ui/text-input.tsx';

type SuggestInputProps = {
  value: string;
  onChange: (value: string) => void;
  /** Offered while they match what is typed; anything else may be typed as well. */
  suggestions: readonly string[];
  placeholder?: string;
  /** After the text: a check, what was found. */
  end?: ReactNode;
  className?: string;
  inputClassName?: string;
};

/**
 * A line of free text that offers what there is; stands in a `Field`. Open only while there is something to offer: an
 * open popup hides the rest of the page from assistive technology, also an empty one that nobody sees.
 */
export function SuggestInput({
  value,
  onChange,
  suggestions,
  placeholder,
  end,
  className,
  inputClassName,
}: SuggestInputProps) {
  const [isOpen, setOpen] = useState(false);
  const { contains } = Autocomplete.useFilter();
  const matches = suggestions.filter((suggestion) => contains(suggestion, value));
  return (
    <Autocomplete.Root
      items={matches}
      mode="none"
      value={value}
      onValueChange={(next) => onChange(next)}
      open={isOpen && matches.length > 0}
      onOpenChange={(next) => setOpen(next)}
      openOnInputClick
    >
      <Autocomplete.InputGroup className={cn(BOX, className)}>
        <Autocomplete.Input
          placeholder={placeholder}
          spellCheck={false}
          className={cn(
            'h-full w-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3',
            inputClassName,
          )}
        />
        {end}
      </Autocomplete.InputGroup>
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} collisionPadding={8} className="z-(--z-tooltip) outline-none">
          <Autocomplete.Popup className="motion-open max-h-[min(var(--available-height),320px)] w-(--anchor-width) overflow-y-auto rounded-lg bg-raised p-1 shadow-menu outline-none">
            <Autocomplete.List>
              {(suggestion: string) => (
                <Autocomplete.Item
                  key={suggestion}
                  value={suggestion}
                  className={cn(
                    'flex min-h-8 select-none items-center rounded-sm px-2 text-ink outline-none [overflow-wrap:anywhere] data-highlighted:bg-hover phone:min-h-(--size-touch)',
                    inputClassName,
                  )}
                >
                  {suggestion}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
