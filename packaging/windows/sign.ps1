# Signs files with Authenticode, where a certificate is given; says so where none is.
#   sign.ps1 FILE...
# WINDOWS_SIGNING_THUMBPRINT names a certificate in the store of the user who builds; its key stays
# in the store or on its token. WINDOWS_SIGNING_TIMESTAMP is the address of a time stamp server.
param([Parameter(Mandatory, ValueFromRemainingArguments)] [string[]] $Files)
$ErrorActionPreference = 'Stop'
if (-not $env:WINDOWS_SIGNING_THUMBPRINT) {
    Write-Output 'Not signed: WINDOWS_SIGNING_THUMBPRINT names no certificate.'
    exit 0
}
$tool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" |
    Sort-Object FullName | Select-Object -Last 1
$options = @('sign', '/fd', 'SHA256', '/sha1', $env:WINDOWS_SIGNING_THUMBPRINT)
if ($env:WINDOWS_SIGNING_TIMESTAMP) {
    $options += @('/tr', $env:WINDOWS_SIGNING_TIMESTAMP, '/td', 'SHA256')
}
& $tool.FullName @options @Files
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
& $tool.FullName verify /pa @Files
exit $LASTEXITCODE
