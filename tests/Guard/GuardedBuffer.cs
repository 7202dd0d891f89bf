using System.Buffers;
using System.Runtime.InteropServices;

namespace ScratchNN.GuardPages;

/// <summary>Memory between two pages that may not be touched: whoever reads or writes beyond it ends the process.</summary>
internal sealed unsafe partial class GuardedBuffer : IDisposable
{
    private const int NoAccess = 0, ReadOnly = 1, ReadAndWrite = 1 | 2, PrivateMapping = 2;
    private static readonly int _anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;
    private static readonly nint _page = Environment.SystemPageSize;
    private readonly nint _start, _size; // of what lies between the pages

    public GuardedBuffer(int floats)
    {
        _size = ((floats * sizeof(float)) + _page - 1) / _page * _page;
        nint mapping = Map(0, _size + (2 * _page), NoAccess, PrivateMapping | _anonymous, -1, 0);
        _start = mapping + _page;
        if (mapping == -1 || Protect(_start, _size, ReadAndWrite) != 0) throw new InvalidOperationException("No guard pages.");
    }

    /// <summary>Memory that ends where the last page begins, or that begins where the first one ends.</summary>
    public Span<T> Take<T>(int length, bool atEnd) where T : unmanaged
    {
        nint bytes = (nint)length * sizeof(T);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _size, nameof(length));
        return new((void*)(atEnd ? _start + _size - bytes : _start), length);
    }

    /// <summary>The same, at the end, as memory that may be kept.</summary>
    public ReadOnlyMemory<T> View<T>(int length) where T : unmanaged => new Viewer<T>(this, length).Memory;

    /// <summary>From now on whoever writes to it ends the process.</summary>
    public void Freeze()
    {
        if (Protect(_start, _size, ReadOnly) != 0) throw new InvalidOperationException("No read-only pages.");
    }

    public void Dispose() => _ = Unmap(_start - _page, _size + (2 * _page));

    private sealed class Viewer<T>(GuardedBuffer buffer, int length) : MemoryManager<T> where T : unmanaged
    {
        public override Span<T> GetSpan() => buffer.Take<T>(length, atEnd: true);

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
