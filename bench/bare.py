"""What saving is measured against: a bare Flask view, one SQLite upsert, one commit."""

import os
import sqlite3
import threading

from flask import Flask, jsonify, request

app = Flask(__name__)
own = threading.local()


def connection() -> sqlite3.Connection:
    """This thread's connection, as durable as Octant's."""
    if not hasattr(own, "connection"):
        own.connection = sqlite3.connect(os.environ["BARE"], timeout=15, isolation_level=None)
        own.connection.execute("PRAGMA journal_mode=WAL")
        own.connection.execute("PRAGMA synchronous=FULL")
    return own.connection


@app.post("/")
def save() -> object:
    """Save one answer and say so."""
    database = connection()
    database.execute("BEGIN IMMEDIATE")
    database.execute(
        "INSERT INTO answers VALUES (?, ?) "
        "ON CONFLICT (question) DO UPDATE SET level = excluded.level",
        (request.form["question"], request.form["level"]),
    )
    database.execute("COMMIT")
    return jsonify(saved=True)
