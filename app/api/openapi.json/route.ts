import { answerDocument } from '#server/api/openapi/answer-document.ts';

export const dynamic = 'force-dynamic';

export { answerDocument as GET };
