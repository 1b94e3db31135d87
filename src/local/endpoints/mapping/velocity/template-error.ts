/** A template that cannot be parsed or rendered: its author can mend it. API Gateway answers 500 to the client. */
export class TemplateError extends Error {}
