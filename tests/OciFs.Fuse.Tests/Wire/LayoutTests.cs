using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Tests.Wire;

/// <summary>Our structures and numbers against the kernel's header, as a C compiler sees it.</summary>
public sealed class LayoutTests
{
    private static readonly Dictionary<string, ulong> OurConstants = Collect();

    private static readonly Lazy<string[][]> Facts = new(() =>
    {
        using var folder = new TempFolder();
        var source = Path.Combine(AppContext.BaseDirectory, "native", "fuse_layout.c");
        var program = Path.Combine(folder.Path, "fuse_layout");
        Shell.Output("cc -o \"$1\" \"$2\"", program, source);
        return [.. Shell.Run(program).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
    });

    [Fact]
    public void StructuresHaveTheSizesOfTheHeader()
    {
        var rows = Rows("struct");
        Assert.InRange(rows.Count, 19, 22); // The last three are newer than many headers.
        Assert.All(rows, row => Assert.Equal(int.Parse(row[2]), Invoke<int>(nameof(SizeOf), Find(row[1]))));
    }

    [Fact]
    public void FieldsLieWhereTheHeaderHasThem()
    {
        var rows = Rows("field");
        Assert.All(rows, row => Assert.Equal((int.Parse(row[3]), int.Parse(row[4])), Locate(Find(row[1]), row[2])));
        var structures = rows.Select(row => row[1]).Distinct(StringComparer.Ordinal);
        var ours = structures.Sum(name => Find(name).GetFields(BindingFlags.Instance | BindingFlags.Public).Length);
        Assert.InRange(ours, rows.Count, rows.Count + 1);
    }

    [Fact]
    public void NumbersAreTheHeaders()
    {
        var rows = Rows("constant");
        Assert.True(rows.Count > 60);
        Assert.All(rows, row => Assert.Equal((row[1], ulong.Parse(row[2])), (row[1], OurConstants[row[1]])));
    }

    private static List<string[]> Rows(string kind) => [.. Facts.Value.Where(row => string.Equals(row[0], kind, StringComparison.Ordinal))];

    private static Type Find(string name) => typeof(fuse_attr).Assembly.GetType("OciFs.Fuse.Wire." + name, throwOnError: true)!;

    private static Dictionary<string, ulong> Collect()
    {
        var constants = new Dictionary<string, ulong>(StringComparer.Ordinal)
        {
            ["FUSE_EXPIRE_ONLY"] = fuse_notify_inval_entry_out.FUSE_EXPIRE_ONLY,
            ["FUSE_URING_OP_IN_OUT_SZ"] = fuse_uring_req_header.FUSE_URING_OP_IN_OUT_SZ,
            ["FUSE_MIN_READ_BUFFER"] = WireLimits.RequestBuffer,
            ["FUSE_ROOT_ID"] = NodeId.Root.Value,
            ["FUSE_KERNEL_VERSION"] = Negotiation.Major,
        };
        Type[] enums = [typeof(FuseOpcode), typeof(FuseNotifyCode), typeof(FuseInitFlags), typeof(FuseOpenFlags), typeof(FuseRingCommand)];
        foreach (var field in enums.SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public)))
            constants.TryAdd(field.Name, Convert.ToUInt64(field.GetRawConstantValue()));
        return constants;
    }

    private static (int Offset, int Size) Locate(Type type, string field) =>
        Invoke<(int, int)>(nameof(LocateIn), type, type.GetField(field) ?? throw new MissingFieldException(type.Name, field));

    private static T Invoke<T>(string method, Type type, params object[] arguments) =>
        (T)typeof(LayoutTests)
            .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type)
            .Invoke(null, arguments)!;

    private static int SizeOf<T>()
        where T : unmanaged => Unsafe.SizeOf<T>();

    /// <summary>Sets the field to all ones, and sees which bytes changed.</summary>
    private static (int, int) LocateIn<T>(FieldInfo field)
        where T : unmanaged
    {
        object boxed = default(T);
        var ones = RuntimeHelpers.GetUninitializedObject(field.FieldType);
        SetAll(ones);
        field.SetValue(boxed, ones);
        var value = (T)boxed;
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        var first = bytes.IndexOfAnyExcept((byte)0);
        return (first, bytes.LastIndexOfAnyExcept((byte)0) + 1 - first);
    }

    private static void SetAll(object boxed) => ObjectBytes(boxed).Fill(0xff);

    private static Span<byte> ObjectBytes(object boxed) => boxed switch
    {
        uint => MemoryMarshal.AsBytes(new Span<uint>(ref Unsafe.Unbox<uint>(boxed))),
        int => MemoryMarshal.AsBytes(new Span<int>(ref Unsafe.Unbox<int>(boxed))),
        ulong => MemoryMarshal.AsBytes(new Span<ulong>(ref Unsafe.Unbox<ulong>(boxed))),
        long => MemoryMarshal.AsBytes(new Span<long>(ref Unsafe.Unbox<long>(boxed))),
        ushort => MemoryMarshal.AsBytes(new Span<ushort>(ref Unsafe.Unbox<ushort>(boxed))),
        fuse_attr => MemoryMarshal.AsBytes(new Span<fuse_attr>(ref Unsafe.Unbox<fuse_attr>(boxed))),
        _ => throw new NotSupportedException(boxed.GetType().Name),
    };
}
