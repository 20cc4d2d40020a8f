'use client';
import { useEffect, useRef } from 'react';

/** The focus goes to the first field that is wrong, as soon as a rendering has marked and unfolded it. */
export function useFocusFirstInvalid<Element extends HTMLElement>() {
  const formRef = useRef<Element>(null);
  const isWanted = useRef(false);
  useEffect(() => {
    const field = isWanted.current && formRef.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    if (!field) return;
    isWanted.current = false;
    field.focus();
  });
  function focusFirstInvalid(): void {
    isWanted.current = true;
  }
  return { formRef, focusFirstInvalid };
}
