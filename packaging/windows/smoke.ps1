# Installs, uses and removes both installers of dist\, silently, as an administrator would.
$ErrorActionPreference = 'Stop'
$data = "$env:LOCALAPPDATA\Mailbox Admin"

function Run-Msi([string[]] $Arguments) {
    $done = Start-Process msiexec -ArgumentList $Arguments -Wait -PassThru
    if ($done.ExitCode -ne 0) { throw "msiexec $Arguments ended with $($done.ExitCode)" }
}

foreach ($scope in 'user', 'machine') {
    $msi = (Get-ChildItem "dist\mailbox-admin-*-$scope.msi").FullName
    $folder = if ($scope -eq 'user') { "$env:LOCALAPPDATA\Programs\Mailbox Admin" }
        else { "$env:ProgramFiles\Mailbox Admin" }
    Write-Output "Installing $msi"
    Run-Msi @('/i', "`"$msi`"", '/qn')
    & "$folder\mailbox-admin-console.exe" --version
    $told = & "$folder\mailbox-admin-console.exe" --selftest | ConvertFrom-Json
    if (-not $told.ok) { throw 'The self-test failed.' }
    if (-not ($told.keyring_backends -match 'WinVault')) { throw 'There is no keyring.' }
    $details = (Get-Item "$folder\mailbox-admin.exe").VersionInfo
    if ($details.ProductName -ne 'Mailbox Admin') { throw 'The version resource is missing.' }
    $window = Start-Process "$folder\mailbox-admin.exe" -PassThru
    Start-Sleep 10
    if ($window.HasExited) { throw "The window ended with $($window.ExitCode)." }
    $second = Start-Process "$folder\mailbox-admin.exe" -Wait -PassThru
    if ($second.ExitCode -ne 0) { throw 'A second start did not show the first.' }
    $window.CloseMainWindow() | Out-Null
    $window.WaitForExit(10000) | Out-Null
    if (-not (Test-Path "$data\logs")) { throw "No state in $data." }
    Run-Msi @('/x', "`"$msi`"", '/qn')
    if (Test-Path "$folder\mailbox-admin.exe") { throw 'The program was not removed.' }
    if (-not (Test-Path $data)) { throw 'The data of the user was removed.' }
}
$msi = (Get-ChildItem 'dist\mailbox-admin-*-user.msi').FullName
Run-Msi @('/i', "`"$msi`"", '/qn')
Run-Msi @('/x', "`"$msi`"", '/qn', 'REMOVEDATA=1')
if (Test-Path $data) { throw 'The data of the user was to be removed.' }
Write-Output 'Both installers install, work, and go.'
