"""What Windows shows of an .exe under "Details", as the text that PyInstaller reads."""

from __future__ import annotations

TEMPLATE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("FileDescription", "Mailbox Admin"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "{name}"),
      StringStruct("OriginalFilename", "{name}.exe"),
      StringStruct("ProductName", "Mailbox Admin"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def version_resource(version: str, name: str) -> str:
    """The resource of one executable; a version has up to four numbers."""
    numbers = tuple([*map(int, version.split(".")), 0, 0, 0][:4])
    return TEMPLATE.format(numbers=numbers, version=version, name=name)
