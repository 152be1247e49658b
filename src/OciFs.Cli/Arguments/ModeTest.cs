namespace OciFs.Cli.Arguments;

/// <summary>
/// Permissions as find(1) compares: <c>MODE</c> means just these, <c>-MODE</c> all of these, <c>/MODE</c> any of these. MODE is octal, or as chmod(1) takes
/// it, beginning with none.
/// </summary>
internal sealed class ModeTest
{
    private readonly char _how;
    private readonly uint _file;
    private readonly uint _directory;

    private ModeTest(char how, uint file, uint directory) => (_how, _file, _directory) = (how, file, directory);

    /// <summary>Whether a file's mode is meant.</summary>
    public bool Holds(uint mode)
    {
        var wanted = UnixMode.IsDirectory(mode) ? _directory : _file;
        mode &= UnixMode.PermissionMask;
        return _how switch
        {
            '-' => (mode & wanted) == wanted,
            '/' => wanted == 0 || (mode & wanted) != 0,
            _ => mode == wanted,
        };
    }

    /// <summary>Reads a test; null where it is none.</summary>
    public static ModeTest? TryParse(string text)
    {
        var how = text is ['-' or '/', ..] ? text[0] : '=';
        var mode = how == '=' ? text : text[1..];
        if (mode.Length > 0 && !mode.AsSpan().ContainsAnyExceptInRange('0', '7'))
        {
            return mode.Length <= 8 && Convert.ToUInt32(mode, 8) is var octal && octal <= UnixMode.PermissionMask ? new ModeTest(how, octal, octal) : null;
        }

        return SymbolicMode.TryApply(mode, isDirectory: false) is { } file && SymbolicMode.TryApply(mode, isDirectory: true) is { } directory
            ? new ModeTest(how, file, directory)
            : null;
    }
}
