// The desk by keyboard.
export {};
