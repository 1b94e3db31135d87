/** Folders of the tests in which our constructs synthesize. */
export const RECORDED_TESTS: readonly string[] = ['test/constructs', 'test/testing', 'examples'];
