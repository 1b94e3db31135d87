/** The newest Python runtime that Lambda supports fully; `python3.15` is a preview (FN-34, 20 November 2026). */
export const NEWEST_PYTHON_RUNTIME = 'python3.14';
