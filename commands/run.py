"""`run`: build the first edition when there is none, then serve the application."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from argparse import Namespace
from dataclasses import replace

from commands import UserMistake
from config import ROOT, Config, for_child
from warehouse import editions

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def main(arguments: Namespace, config: Config) -> int:
    """Serve until interrupted. Exit 2 when the port is taken, 3 or 4 when the first edition cannot be built."""
    _free(arguments.host, arguments.port)
    if config.admin is None:  # who opens it from this very machine may do everything; elsewhere, only if told so
        config = replace(config, admin=arguments.host in LOOPBACK)
    if editions.store(config).current() is None:
        code = _first_edition(config)
        if code:
            return code
    print(f"L’observatoire est ouvert : http://{arguments.host}:{arguments.port} (Ctrl-C pour fermer)", flush=True)
    return _serve(arguments, config)


def _first_edition(config: Config) -> int:
    """In a child process: what building needs (the gate above all) must not weigh on the server."""
    print("Première édition : lecture des sources et contrôle, une minute environ.", file=sys.stderr, flush=True)
    return subprocess.call([sys.executable, "-m", "commands", "publish"], cwd=ROOT, env=for_child(config))


def _serve(arguments: Namespace, config: Config) -> int:
    command = [sys.executable, "-m", "streamlit", "run", "server.py"]
    command += ["--server.address", arguments.host, "--server.port", str(arguments.port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    if os.name == "posix":
        os.chdir(ROOT)
        os.execve(command[0], command, for_child(config))
    return subprocess.call(command, cwd=ROOT, env=for_child(config))


def _free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserMistake(
                f"Le port {port} de {host} n’est pas libre ({error.strerror}). Choisissez-en un autre avec --port."
            ) from error
