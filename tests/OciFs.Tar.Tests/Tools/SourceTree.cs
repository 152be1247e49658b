namespace OciFs.Tar.Tests.Tools;

/// <summary>Folders to pack, made by Python so that names may be any bytes and times any nanosecond.</summary>
internal static class SourceTree
{
    private const string MixedScript = """
        import os, sys
        os.umask(0)
        os.mkdir('t', 0o755); os.chdir(b't')
        def put(name, data, mode=0o644, ns=1600000000123456789):
            with open(name, 'wb') as f: f.write(data)
            os.chmod(name, mode); os.utime(name, ns=(ns, ns))
        put(b'empty', b''); put(b'one', b'1'); put(b'block', b'b' * 512); put(b'more', b'm' * 1537, 0o4755)
        put(b'old', b'o', 0o600, 981173106 * 10**9 + 1); put(b'caf\xe9\xff', b'latin'); put('ünï'.encode(), b'utf')
        put(b' lead = and\ttab', b'x'); put(b'n' * 100, b'100'); put(b'n' * 101, b'101'); put(b'l' * 255, b'255')
        deep = b'deep/' + b'/'.join([b'p' * 60] * 4)
        os.mkdir(b'd', 0o1777); os.makedirs(deep); put(deep + b'/f', b'deep')
        os.symlink(b'one', b's'); os.symlink(b'x' * 300, b'longlink')
        os.link(b'more', b'hard'); os.link(b'l' * 255, b'hardlong'); os.mkfifo(b'pipe', 0o640)
        for name in sys.argv[1:]: put(name.encode(), b'x', ns=int(name.split('_')[1]))
        """;

    private const string StatScript = """
        import os, stat
        for folder, dirs, files in os.walk(b't'):
            for name in [b''] + files + [d for d in dirs if os.path.islink(os.path.join(folder, d))]:
                path = os.path.join(folder, name) if name else folder
                s = os.lstat(path)
                link = os.readlink(path) if stat.S_ISLNK(s.st_mode) else b''
                print('|'.join(map(str, [path.hex(), '%o' % stat.S_IMODE(s.st_mode), s.st_size if stat.S_ISREG(s.st_mode) else 0,
                    s.st_mtime_ns // 10**9, s.st_mtime_ns % 10**9, link.hex()])))
        """;

    /// <summary>
    /// Makes the folder "t" with one of each: kinds, sizes, modes, names of odd bytes and lengths, long links. A name like "a_N" in
    /// <paramref name="timed"/> becomes a file of mtime N ns.
    /// </summary>
    public static void MakeMixed(TempFolder folder, params IEnumerable<string> timed) => Tool.Python(folder.Path, MixedScript, timed);

    /// <summary>What lstat says of everything in "t": name, mode, size, mtime, link target.</summary>
    public static string[] Stat(TempFolder folder) => Tool.Lines(Tool.Python(folder.Path, StatScript));

    /// <summary>Makes the files that <paramref name="script"/>, a piece of Python, says.</summary>
    public static void Make(TempFolder folder, string script) => Tool.Python(folder.Path, script);
}
