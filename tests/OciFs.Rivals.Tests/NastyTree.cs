using OciFs.Conformance.Tests.Programs;

namespace OciFs.Rivals.Tests;

/// <summary>A folder with what archives find hard to hold: odd names, long links, holes, devices, far times, large numbers.</summary>
internal static class NastyTree
{
    private const string Script = """
        import os, sys
        os.umask(0); os.chdir(sys.argv[1].encode()); os.mkdir(b't', 0o755); os.chdir(b't')
        def put(name, data=b'x', mode=0o644, time=1600000000, ids=(0, 0)):
            with open(name, 'wb') as file: file.write(data)
            dress(name, mode, time, ids)
        def dress(name, mode, time, ids=(0, 0)):
            os.chown(name, *ids); os.chmod(name, mode); os.utime(name, ns=(time * 10**9 + 123456789,) * 2)
        put(b'empty', b''); put(b'block', b'b' * 512); put(b'more', b'm' * 1537, 0o4755); put(b'setgid', mode=0o2640)
        put(b'old', time=-1500000000); put(b'before', time=-1); put(b'far', time=13600000000)
        put(b'large-ids', ids=(2097152, 4294967294)); put(b'octal-ids', ids=(2097151, 70000))
        put(b'caf\xe9\xff'); put('\u00fcn\u00ef'.encode()); put(b' lead = and\ttab'); put(b'back\\slash'); put(b'new\nline'); put(b'-dash')
        for length in (99, 100, 101, 154, 155, 156, 255): put(b'%03d' % length + b'n' * (length - 3))
        os.makedirs(b'/'.join([b'p' * 60] * 5)); put(b'/'.join([b'p' * 60] * 5) + b'/deep'); put(b'p' * 60 + b'/short')
        os.mkdir(b'sticky', 0o1777); os.mkdir(b'closed', 0o000)
        for length in (1, 99, 100, 101, 300, 1000): os.symlink(b'l' * length, b'link-%d' % length)
        os.symlink(b'../../caf\xe9', b'link-odd'); os.symlink(b'/etc/passwd', b'link-absolute')
        os.link(b'more', b'hard'); os.link(b'255' + b'n' * 252, b'hard-long')
        os.mkfifo(b'pipe', 0o640)
        os.mknod(b'null', 0o20666, os.makedev(1, 3)); os.mknod(b'large', 0o60600, os.makedev(259, 1048575))
        put(b'attributes'); os.setxattr(b'attributes', b'user.text', b'value'); os.setxattr(b'attributes', b'user.binary', b'\0\xff=\n')
        os.setxattr(b'more', b'security.capability', bytes.fromhex('0100000200200000000000000000000000000000'))
        def sparse(name, size, *segments):
            with open(name, 'wb') as file:
                file.truncate(size)
                for segment in segments: file.seek(segment); file.write(b'%07d\n' % segment * 512)
            dress(name, 0o600, 1600000001)
        sparse(b'hole', 1 << 20); sparse(b'hole-before', (1 << 20) + 4096, 1 << 20); sparse(b'hole-behind', 1 << 20, 0)
        sparse(b'holes', 4 << 20, *range(65536, 4 << 20, 131072)); sparse(b'hole-odd', 300001, 102400)
        for folder, _, _ in os.walk(b'.'): os.utime(folder, ns=(1500000000 * 10**9,) * 2)
        """;

    /// <summary>Makes the folder "t" in another; needs root.</summary>
    public static void Make(string folder) => Command.Run("python3", "-c", Script, folder).Ok();
}
