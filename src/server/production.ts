// Imported before everything else, because graphql looks at this when it is loaded: unless told otherwise it compares
// every type it meets with the copies of itself that might be there, 5 % of the time of recording.
process.env.NODE_ENV ??= 'production';
