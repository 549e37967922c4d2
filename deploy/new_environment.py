"""What must .env hold for docker compose? Prints one with fresh keys: new_environment.py HOST > .env"""

import secrets
import sys

PASSWORDS = (
    "POSTGRES_PASSWORD",
    "ALGIA_OWNER_PASSWORD",
    "ALGIA_APP_PASSWORD",
    "ALGIA_MAINT_PASSWORD",
    "ALGIA_AUDITOR_PASSWORD",
    "REDIS_PASSWORD",
)


def new_environment(host: str) -> dict[str, str]:
    """Everything that docker-compose.yml refuses to start without."""
    return {
        "ALLOWED_HOSTS": host,
        "BASE_URL": f"https://{host}",
        "TLS_CERTIFICATE": "./tls/certificate.pem",
        "TLS_KEY": "./tls/key.pem",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "AUDIT_MAC_KEYS": f"a1={secrets.token_urlsafe(48)}",
        "STATISTICS_KEY": f"s1={secrets.token_urlsafe(48)}",
        **{name: secrets.token_urlsafe(24) for name in PASSWORDS},
    }


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Usage: python3 deploy/new_environment.py algia.example > .env")
    print(
        "# Explained in .env.example. Keep a copy where the backups are not: without the keys they are unreadable."
    )
    for name, value in new_environment(sys.argv[1]).items():
        print(f"{name}={value}")


if __name__ == "__main__":
    main()
