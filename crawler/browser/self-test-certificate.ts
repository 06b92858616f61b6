// Promises a fixed certificate for 127.0.0.1, for self-tests on this machine only: it proves nothing and protects nothing.

/** Self-signed, P-256, valid for a hundred years. The key is public on purpose: Node's own API builds no X.509. */
export const selfTestCertificate = `
-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUNiV9wjQ31rwNPlgw9nxEMEWf6FkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjEyMjQ1M1oYDzIxMjYxMDI5
MTIyNDUzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASElJcFZ8LwhH0x/Xhz4jJPPB5jS0Hroiut9RfH0hU+NNPBzg7cHJvD
7eb33R4ySI/9CLj8K5dYDIwDWx+7dk/ao28wbTAdBgNVHQ4EFgQUKvjk6kXPhKEr
mWl0ul5vcQ/1RW0wHwYDVR0jBBgwFoAUKvjk6kXPhKErmWl0ul5vcQ/1RW0wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSQAwRgIhAPUVtNGHgPgv5qK9MAdX8TBK3abTPSDB8GMlX9sVgjdFAiEA
xadkvniorlIdvVSydlYFB/K4pfS9TyWRWPa+mZz5tVI=
-----END CERTIFICATE-----
`.trimStart();

export const selfTestKey = `
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJflIp3iMXkB2YKSN
0qYpAHwnAVjV4869vdNQeC6hX6ahRANCAASElJcFZ8LwhH0x/Xhz4jJPPB5jS0Hr
oiut9RfH0hU+NNPBzg7cHJvD7eb33R4ySI/9CLj8K5dYDIwDWx+7dk/a
-----END PRIVATE KEY-----
`.trimStart();
